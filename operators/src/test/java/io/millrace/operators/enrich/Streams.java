package io.millrace.operators.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.config.EventsConfig;
import io.millrace.config.FeatureConfig;
import io.millrace.config.FieldType;
import io.millrace.config.ViewConfig;
import io.millrace.models.feature.Values;
import io.millrace.operators.record.FeatureUpdate;
import io.millrace.operators.record.Header;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Views whose values arrive on a topic, and what arrives there. */
final class Streams {
    static final Duration MAX_AGE = Duration.ofHours(1);
    static final ViewConfig VIEW = view(null);

    private Streams() {}

    static ViewConfig view(EventsConfig.@Nullable Time time) {
        return view(time, columns());
    }

    /** The view with one column more. */
    static ViewConfig with(ViewConfig.Column further) {
        List<ViewConfig.Column> columns = new ArrayList<>(columns());
        columns.add(further);
        return view(new ViewConfig.Topic("values", null), columns);
    }

    private static List<ViewConfig.Column> columns() {
        return List.of(
                new ViewConfig.Column("median_price", FieldType.FLOAT, "", "", null, 0.0, 1e6, null, null),
                Views.column("sales_count", FieldType.INT, "0"),
                Views.column("region", FieldType.CATEGORY, "elsewhere"),
                Views.column("waterfront", FieldType.BOOL, null));
    }

    /** The view as one that is computed, whose values count so long after their slide. */
    static FeatureConfig computed(Duration knownAfter) {
        ViewConfig view = view(
                new ViewConfig.Stream("values", Events.CONFIG, Duration.ofMillis(10), Duration.ZERO, knownAfter),
                columns());
        return new FeatureConfig(view, "zipcode", view.columns(), MAX_AGE, FeatureConfig.OnMissing.DEFAULT);
    }

    private static ViewConfig view(EventsConfig.@Nullable Time time, List<ViewConfig.Column> columns) {
        return view(new ViewConfig.Topic("values", time), columns);
    }

    private static ViewConfig view(ViewConfig.Source source, List<ViewConfig.Column> columns) {
        return new ViewConfig("market", 2, "data", "", "zipcode", columns, MAX_AGE, source, Views.CACHE);
    }

    static FeatureConfig feature(FeatureConfig.OnMissing onMissing) {
        return new FeatureConfig(VIEW, "zipcode", VIEW.columns(), MAX_AGE, onMissing);
    }

    static FeatureUpdate update(String key, long timeMillis, double price) {
        return new FeatureUpdate(
                key,
                timeMillis,
                new Values(
                        new double[] {price, 3, Double.NaN, 1},
                        new @Nullable String[] {null, null, "north", null},
                        new float[0][]));
    }

    static RawEvent record(long offset, @Nullable String key, @Nullable String json, Header... headers) {
        return new RawEvent(
                new Position("values", 0, offset),
                1_700_000_000_000L + offset,
                key == null ? null : key.getBytes(UTF_8),
                json == null ? null : json.getBytes(UTF_8),
                List.of(headers));
    }
}
