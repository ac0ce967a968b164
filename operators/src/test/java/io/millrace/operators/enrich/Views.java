package io.millrace.operators.enrich;

import io.millrace.config.FieldType;
import io.millrace.config.ViewConfig;
import io.millrace.models.feature.Values;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Feature views for tests. */
final class Views {
    static final ViewConfig.Cache CACHE =
            new ViewConfig.Cache(1 << 20, Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofSeconds(5));

    private Views() {}

    static ViewConfig.Column column(String name, FieldType type, @Nullable String defaultValue) {
        return new ViewConfig.Column(name, type, "", "", defaultValue, null, null, null, null);
    }

    /** A number without a default, a whole number with one, a text with one, a truth without one. */
    static ViewConfig market(String name) {
        return market(name, source("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", name), CACHE);
    }

    static ViewConfig market(String name, ViewConfig.Source source, ViewConfig.Cache cache) {
        List<ViewConfig.Column> columns = List.of(
                column("median_price", FieldType.FLOAT, null),
                column("sales_count", FieldType.INT, "0"),
                column("region", FieldType.CATEGORY, "elsewhere"),
                column("waterfront", FieldType.BOOL, null));
        return new ViewConfig(name, 1, "data", "", "zipcode", columns, Duration.ofDays(30), source, cache);
    }

    /** A vector of two elements with a default, and a text without one. */
    static ViewConfig homes(String name, ViewConfig.Source source) {
        List<ViewConfig.Column> columns = List.of(
                new ViewConfig.Column("embedding", FieldType.VECTOR, 2, "", "", "0.5", null, null, null, null),
                column("region", FieldType.CATEGORY, null));
        return new ViewConfig(name, 1, "data", "", "zipcode", columns, Duration.ofDays(30), source, CACHE);
    }

    /** A row of {@link #homes}; without elements it has no vector. */
    static Values home(@Nullable String region, float... embedding) {
        return new Values(
                new double[] {Double.NaN, Double.NaN},
                new @Nullable String[] {null, region},
                new float[] @Nullable [] {embedding.length == 0 ? null : embedding, null});
    }

    /** The same view, told of changes by a topic, which would otherwise keep its entries for days. */
    static ViewConfig changing(ViewConfig view, String topic) {
        Duration days = Duration.ofDays(20);
        ViewConfig.Cache cache = new ViewConfig.Cache(1 << 20, days, days.plusDays(1), days, topic);
        return market(view.view(), view.table(), cache);
    }

    /** A table of a database; the timeout is so long that no loaded machine reaches it. */
    static ViewConfig.Jdbc source(String url, String table) {
        return new ViewConfig.Jdbc(url, "sa", null, table, "zipcode", "updated_at", Duration.ofSeconds(30), 100);
    }

    /** The same view with a timeout that no loaded machine reaches. */
    static ViewConfig patient(ViewConfig view) {
        ViewConfig.Jdbc source = view.table();
        ViewConfig.Jdbc patient = new ViewConfig.Jdbc(
                source.url(),
                source.user(),
                source.passwordVariable(),
                source.table(),
                source.keyColumn(),
                source.timeColumn(),
                Duration.ofSeconds(30),
                source.maxKeysPerLookup());
        return new ViewConfig(
                view.view(),
                view.version(),
                view.owner(),
                view.description(),
                view.key(),
                view.columns(),
                view.maxAge(),
                patient,
                view.cache());
    }
}
