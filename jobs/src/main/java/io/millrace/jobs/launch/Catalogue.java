package io.millrace.jobs.launch;

import io.millrace.config.FeatureBank;
import io.millrace.config.FieldType;
import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.registry.ModelRegistry;
import io.millrace.models.time.Ticker;
import io.millrace.operators.enrich.FeatureStoreException;
import io.millrace.operators.enrich.StoreProbe;
import io.millrace.operators.enrich.TableContents;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What is known of the views of a bank: what they say of themselves, who uses them, and how new their values are. */
final class Catalogue {
    private static final List<Unit> UNITS = List.of(
            new Unit("d", Duration.ofDays(1)),
            new Unit("h", Duration.ofHours(1)),
            new Unit("m", Duration.ofMinutes(1)),
            new Unit("s", Duration.ofSeconds(1)));

    private final FeatureBank bank;
    private final ModelRegistry registry;
    private final TopicFreshness topics;
    private final Environment environment;
    private final Ticker ticker;

    private record Unit(String sign, Duration length) {}

    Catalogue(FeatureBank bank, Home home, Environment environment, Ticker ticker) {
        this.bank = bank;
        this.registry = new ModelRegistry(home.registry());
        this.topics = new TopicFreshness(bank, home);
        this.environment = environment;
        this.ticker = ticker;
    }

    /** A view as a whole. */
    Summary of(ViewConfig view) throws IOException, ModelLoadException {
        return new Summary()
                .put("view", view.view())
                .put("version", view.version())
                .put("owner", view.owner())
                .put("description", view.description())
                .put("key", view.key())
                .put("source", source(view))
                .put("max_age", span(view.maxAge()))
                .put("freshness", freshness(view))
                .put("pipelines", bank.users(view))
                .put("models", models(column -> column.startsWith(view.view() + ".")));
    }

    /** One column of a view. */
    Summary of(ViewConfig view, ViewConfig.Column column) throws IOException, ModelLoadException {
        String name = view.view() + "." + column.name();
        Summary summary = new Summary()
                .put("column", column.name())
                .put("type", type(column))
                .put("meaning", column.meaning())
                .put("unit", column.unit());
        String defaultValue = column.defaultValue();
        if (defaultValue != null) {
            summary.put("default", defaultValue);
        }
        Double min = column.min();
        if (min != null) {
            summary.put("min", min);
        }
        Double max = column.max();
        if (max != null) {
            summary.put("max", max);
        }
        return summary.put("computed", computed(column))
                .put("pipelines", bank.users(view, column))
                .put("models", models(name::equals));
    }

    /** Versions that have an alias and an input of which a column is one that is asked for, as {@code model@version}. */
    private List<String> models(Predicate<String> asked) throws IOException, ModelLoadException {
        List<String> models = new ArrayList<>();
        for (String model : registry.models()) {
            for (int version : registry.aliases(model).versions().values().stream()
                    .distinct()
                    .sorted()
                    .toList()) {
                boolean uses = registry.manifest(model, version).content().inputs().stream()
                        .flatMap(input -> input.columns().stream())
                        .anyMatch(encoded -> asked.test(encoded.column()));
                if (uses) {
                    models.add(model + "@" + version);
                }
            }
        }
        return models;
    }

    private static String source(ViewConfig view) {
        if (view.source() instanceof ViewConfig.Redis redis) {
            return "Redis keys " + redis.key();
        }
        if (view.source() instanceof ViewConfig.Stream stream) {
            return "stream of topic " + stream.events().topic() + ", every " + span(stream.every()) + ", to topic "
                    + stream.topic();
        }
        return view.source() instanceof ViewConfig.Topic topic
                ? "topic " + topic.topic()
                : "table " + view.table().table();
    }

    private String freshness(ViewConfig view) throws IOException {
        if (view.source() instanceof ViewConfig.Streamed source) {
            TopicFreshness.Answer answer = topics.of(view, source);
            return answer.newest().map(newest -> "the newest " + age(newest)).orElse(answer.otherwise());
        }
        try {
            if (view.source() instanceof ViewConfig.Redis redis) {
                StoreProbe.requireAnswer(view, redis, environment);
                return "the server answers; its rows are not counted";
            }
            TableContents contents = TableContents.read(view, environment);
            Instant newest = contents.newest();
            String rows = String.format(Locale.ROOT, "%,d %s", contents.rows(), contents.rows() == 1 ? "row" : "rows");
            return newest == null ? rows : rows + ", the newest " + age(newest);
        } catch (FeatureStoreException e) {
            return "unknown: " + e.getMessage();
        }
    }

    private String age(Instant newest) {
        Duration age = Duration.between(newest, Instant.ofEpochMilli(ticker.epochMillis()));
        return age.isNegative() ? span(age.negated()) + " ahead of this machine's clock" : span(age) + " old";
    }

    /** A time span in its largest unit of which there are at least two, rounded down. */
    private static String span(Duration span) {
        for (Unit unit : UNITS) {
            long count = span.dividedBy(unit.length);
            if (count >= 2 || unit.length.multipliedBy(count).equals(span)) {
                return count + unit.sign;
            }
        }
        return span.toMillis() + "ms";
    }

    private static String computed(ViewConfig.Column column) {
        ViewConfig.Aggregate aggregate = column.aggregate();
        ViewConfig.Ratio ratio = column.ratio();
        if (ratio != null) {
            return ratio.of() + " / " + ratio.per();
        }
        if (aggregate == null) {
            return "by the owner of the source";
        }
        StringBuilder text = new StringBuilder(lower(aggregate.function()));
        String of = aggregate.of();
        if (of != null) {
            text.append(" of ").append(of);
        }
        String per = aggregate.per();
        if (per != null) {
            text.append(" / ").append(per);
        }
        return text.append(" over ").append(span(aggregate.over())).toString();
    }

    private static String type(ViewConfig.Column column) {
        return column.type() == FieldType.VECTOR ? "vector of " + column.length() : lower(column.type());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
