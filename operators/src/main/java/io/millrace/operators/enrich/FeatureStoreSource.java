package io.millrace.operators.enrich;

import io.millrace.config.ViewConfig;
import java.io.Serializable;

/** Opens the store of a view where the job runs. */
@FunctionalInterface
public interface FeatureStoreSource extends Serializable {

    /**
     * Opens the store. A store that is merely not reachable now opens all the same.
     *
     * @throws FeatureStoreException if the store can never serve the view: there is no such table, column or driver
     */
    FeatureStore open(ViewConfig view) throws FeatureStoreException;
}
