package io.millrace.operators.enrich;

import java.util.Map;

/** Somebody who waits for rows of a {@link FeatureCache}. Called by its loaders: hand over and return. */
interface LoadListener {

    /**
     * A load ended that holds at least one key the listener waits for; its rows may include keys of others. A row whose
     * store did not answer is {@link CachedRow#UNAVAILABLE}.
     */
    void loaded(Map<String, CachedRow> rows);

    /** The engine itself failed; what the listener waits for will not come. */
    void fault(Throwable cause);
}
