package io.millrace.config;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys that bound a number from below and from above. */
record Bounds(Key<Double> min, Key<Double> max) {

    /**
     * Refuses bounds of what is no number, and bounds that nothing lies between.
     *
     * @param type what the section says of the values
     */
    void check(Section section, Key<FieldType> type) {
        boolean number = !section.sound(type) || section.get(type).isNumber();
        for (Key<Double> bound : List.of(min, max)) {
            if (section.has(bound) && !number) {
                section.refuse(bound, "is only for type float or int; remove it");
            }
        }
        Double least = sound(section, min);
        Double most = sound(section, max);
        if (least != null && most != null && least > most) {
            section.refuse(min, "must not be greater than max = " + max.type().print(most));
        }
    }

    private static @Nullable Double sound(Section section, Key<Double> bound) {
        return section.sound(bound) ? section.find(bound) : null;
    }
}
