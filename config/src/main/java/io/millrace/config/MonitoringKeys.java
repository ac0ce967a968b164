package io.millrace.config;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The keys of {@link MonitoringConfig}. */
final class MonitoringKeys {
    private static final int MAX_SLICES = 10;
    private static final Set<FieldType> SLICED = EnumSet.of(FieldType.CATEGORY, FieldType.BOOL, FieldType.INT);

    static final Key<List<String>> SLICES = Key.of(
            "slices",
            Type.distinct(Type.text(), 0, MAX_SLICES),
            MonitoringConfig.DEFAULT.slices(),
            "fields of type category, bool or int by whose values live quality is also told; the first 50 values of a"
                    + " field have figures of their own, the rest is other");

    static final Shape SHAPE = Shape.of(SLICES, ConsistencyKeys.CONSISTENCY);

    private MonitoringKeys() {}

    static MonitoringConfig bind(Section section, EventsConfig events) {
        MonitoringConfig monitoring = new MonitoringConfig(
                section.get(SLICES), ConsistencyKeys.bind(section.get(ConsistencyKeys.CONSISTENCY)));
        slicesAreFieldsWithFewValues(section, monitoring, events);
        return monitoring;
    }

    private static void slicesAreFieldsWithFewValues(
            Section section, MonitoringConfig monitoring, EventsConfig events) {
        for (int i = 0; section.sound(SLICES) && i < monitoring.slices().size(); i++) {
            String slice = monitoring.slices().get(i);
            FieldConfig field = events.fields().stream()
                    .filter(each -> each.name().equals(slice))
                    .findFirst()
                    .orElse(null);
            if (field == null) {
                section.refuse(SLICES, i, "is no field of events.fields");
            } else if (!SLICED.contains(field.type())) {
                section.refuse(
                        SLICES,
                        i,
                        "must be a field of type category, bool or int, not "
                                + field.type().name().toLowerCase(Locale.ROOT));
            }
        }
    }
}
