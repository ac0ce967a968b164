package io.millrace.operators.enrich;

import java.util.Map;

/** Somebody who waits for rows of a {@link FeatureCache}. Called by its loaders: hand over and return. */
interface LoadListener {

    /**
     * A load ended that holds at least one key the listener waits for; its rows may include keys of others. A row whose
     * store did not answer is {@link CachedRow#UNAVAILABLE}.
     *
     * @param load its number: it answers who was told to wait for this one or an earlier one
     */
    void loaded(Map<String, CachedRow> rows, long load);

    /** The engine itself failed; what the listener waits for will not come. */
    void fault(Throwable cause);
}
