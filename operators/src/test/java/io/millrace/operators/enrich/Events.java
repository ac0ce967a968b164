package io.millrace.operators.enrich;

import io.millrace.config.EventsConfig;
import io.millrace.config.FieldConfig;
import io.millrace.config.FieldType;
import io.millrace.models.feature.Values;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events for tests: a zip code, and a field of every other type. */
final class Events {
    static final EventsConfig CONFIG = new EventsConfig(
            "listings",
            EventsConfig.Format.JSON,
            "id",
            "house",
            new EventsConfig.Time(
                    "date", null, ZoneId.of("UTC"), Duration.ZERO, Duration.ofHours(1), Duration.ofSeconds(5)),
            List.of(
                    field("zipcode", FieldType.CATEGORY),
                    field("district", FieldType.INT),
                    field("sqft", FieldType.FLOAT),
                    field("sold", FieldType.BOOL),
                    field("photo", FieldType.VECTOR)),
            new EventsConfig.Limits(1, 1, 1, 1, 1, 1));

    private Events() {}

    private static FieldConfig field(String name, FieldType type) {
        return new FieldConfig(
                name,
                type,
                null,
                null,
                List.of(),
                /* required= */ false,
                1,
                /* input= */ true,
                FieldConfig.Encode.AUTO);
    }

    /** An event at an offset, in a zip code. */
    static Event of(long offset, @Nullable String zipcode) {
        return of(offset, zipcode, Double.NaN, Double.NaN, Double.NaN);
    }

    static Event of(long offset, @Nullable String zipcode, double district, double sqft, double sold) {
        RawEvent raw = new RawEvent(new Position("listings", 0, offset), offset, null, new byte[] {1}, List.of());
        Values fields = new Values(
                new double[] {Double.NaN, district, sqft, sold, Double.NaN},
                new @Nullable String[] {zipcode, null, null, null, null},
                new float[0][]);
        return new Event(raw, "id " + offset, "house " + offset, offset, fields);
    }
}
