package io.millrace.models.aggregate;

import io.millrace.config.EventsConfig;
import io.millrace.config.FieldConfig;
import io.millrace.config.FieldType;
import io.millrace.config.ViewConfig;
import io.millrace.config.ViewConfig.Aggregate;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/** Views of a stream of payments with a card each, for tests. */
public final class PaymentView {

    private PaymentView() {}

    /** What a view says of time. */
    public record Times(Duration maxAge, Duration every, Duration allowedLateness, Duration knownAfter) {}

    /** A view with columns that are computed from fields of the payments. */
    public static ViewConfig of(List<FieldConfig> fields, List<ViewConfig.Column> columns, Times times) {
        EventsConfig payments = new EventsConfig(
                "payments",
                EventsConfig.Format.JSON,
                "id",
                "card",
                new EventsConfig.Time("at", null, ZoneOffset.UTC, Duration.ZERO, Duration.ZERO, Duration.ZERO),
                fields,
                new EventsConfig.Limits(1, 1, 1, 1, 1, 1));
        return new ViewConfig(
                "spending",
                1,
                "me",
                "",
                "card",
                columns,
                times.maxAge,
                new ViewConfig.Stream(
                        "features.spending", payments, times.every, times.allowedLateness, times.knownAfter),
                new ViewConfig.Cache(0, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }

    /** A field that every payment has. */
    public static FieldConfig field(String name, FieldType type) {
        return new FieldConfig(name, type, null, null, List.of(), true, 1, true, FieldConfig.Encode.AUTO);
    }

    /** A column without bounds and without a default. */
    public static ViewConfig.Column column(String name, FieldType type, Aggregate aggregate) {
        return new ViewConfig.Column(name, type, "", "", null, null, null, aggregate, null);
    }
}
