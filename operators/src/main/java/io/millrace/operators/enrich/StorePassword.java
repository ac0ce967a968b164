package io.millrace.operators.enrich;

import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Environment;
import org.jspecify.annotations.Nullable;

/** The password of a view's source, which stands in no file. */
final class StorePassword {
    private StorePassword() {}

    /**
     * What the environment variable holds, or null if the source needs no password.
     *
     * @throws FeatureStoreException if the variable is not set
     */
    static @Nullable String read(ViewConfig view, @Nullable String variable, Environment environment)
            throws FeatureStoreException {
        if (variable == null) {
            return null;
        }
        return environment
                .variable(variable)
                .orElseThrow(() -> new FeatureStoreException("password of the feature store is not set: view="
                        + view.view() + ", variable=" + variable + "; set this environment variable"));
    }
}
