package io.millrace.config;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One field of an event.
 *
 * @param min smallest allowed number, or null
 * @param max largest allowed number, or null
 * @param values the allowed texts of a category; empty means any
 * @param required whether an event without the field is rejected; otherwise the value is missing
 * @param length number of elements of a vector, 1 for every other type
 * @param input whether the field is an input of the model
 * @param encode how a trained model scales the field
 */
public record FieldConfig(
        String name,
        FieldType type,
        @Nullable Double min,
        @Nullable Double max,
        List<String> values,
        boolean required,
        int length,
        boolean input,
        Encode encode)
        implements Serializable {

    /** How the value of a field becomes tensor elements when Millrace trains the model. */
    public enum Encode {
        /** Standard scaling for numbers, of their logarithm where they are far from symmetric; one-hot for categories. */
        AUTO,
        /** As it is. */
        RAW,
        /** (x - mean) / standard deviation. */
        STANDARD,
        /** Standard scaling of sign(x) * log(1 + |x|). */
        LOG,
        /** One element per known value and one for unknown values. */
        ONE_HOT
    }

    public FieldConfig {
        values = List.copyOf(values);
    }
}
