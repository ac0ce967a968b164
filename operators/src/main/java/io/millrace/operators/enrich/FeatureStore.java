package io.millrace.operators.enrich;

import java.util.Collection;
import java.util.Map;

/** Where the values of one feature view live. Called from several threads at once. */
public interface FeatureStore extends AutoCloseable {

    /**
     * Asks for the rows of several keys and blocks until they are there. A key that the store does not know is not in
     * the result.
     *
     * @throws FeatureStoreException if the store did not answer, or answered with something that is no row of the view
     */
    Map<String, FeatureRow> lookup(Collection<String> keys) throws FeatureStoreException;

    /** Releases what the store holds; a lookup under way fails. */
    @Override
    void close();
}
