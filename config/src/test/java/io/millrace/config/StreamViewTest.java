package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.config.ViewConfig.Aggregate;
import io.millrace.config.bind.ConfigException;
import io.millrace.config.bind.Environment;
import io.millrace.config.bind.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class StreamViewTest {
    private static final Environment ENVIRONMENT = Environment.of(Map.of());
    private static final String VIEW = """
            view: spending
            owner: me
            description: what a card was used for
            key: card
            columns:
              spent: { type: float, meaning: sum, aggregate: { function: sum, of: amount, over: 1h } }
              kind: { type: category, meaning: the last, aggregate: { function: last, of: kind, over: 1h } }
              share: { type: float, meaning: a share, ratio: { of: spent, per: spent } }
            max-age: 1h
            source:
              stream:
                every: 1m
                events:
                  topic: payments
                  id: id
                  key: card
                  time: { field: at }
                  fields:
                    amount: { type: float }
                    kind: { type: category }
            """;

    @TempDir
    Path folder;

    @Test
    void readsWhatAFileSays() {
        Path file = Path.of("src/test/resources/features/everything_stream.yaml");
        ViewConfig view =
                new ViewFiles(file, ENVIRONMENT, new Problems()).read(file).orElseThrow();

        assertThat(view.columns())
                .extracting(ViewConfig.Column::aggregate, ViewConfig.Column::ratio)
                .containsExactly(
                        tuple(
                                new Aggregate(
                                        Aggregate.Function.QUANTILE,
                                        "amount",
                                        "rate",
                                        Duration.ofHours(1),
                                        0.9,
                                        Duration.ofSeconds(1)),
                                null),
                        tuple(
                                new Aggregate(
                                        Aggregate.Function.TIME_SINCE_LAST,
                                        null,
                                        null,
                                        Duration.ofDays(30),
                                        0.5,
                                        Duration.ofHours(1)),
                                null),
                        tuple(null, new ViewConfig.Ratio("spent", "idle")));
        assertThat(view.source()).isInstanceOfSatisfying(ViewConfig.Stream.class, stream -> {
            assertThat(stream.every()).isEqualTo(Duration.ofMinutes(10));
            assertThat(stream.allowedLateness()).isEqualTo(Duration.ofHours(2));
            assertThat(stream.knownAfter()).isEqualTo(Duration.ofMinutes(20));
            assertThat(stream.events().topic()).isEqualTo("payments");
            assertThat(stream.topic()).isEqualTo("values.of.cards");
            assertThat(stream.deadLetters()).isEqualTo("values.of.cards.dead-letters");
        });
    }

    @Test
    void readsWhatAFileSaysOfATopic() {
        Path file = Path.of("src/test/resources/features/everything_topic.yaml");
        ViewConfig view =
                new ViewFiles(file, ENVIRONMENT, new Problems()).read(file).orElseThrow();

        assertThat(view.source()).isInstanceOfSatisfying(ViewConfig.Topic.class, topic -> {
            assertThat(topic.topic()).isEqualTo("cards");
            assertThat(topic.time()).isNotNull().returns("at", EventsConfig.Time::field);
        });
    }

    @Test
    void isAnotherDefinitionIfAValueWouldBeAnother() throws IOException {
        String definition = read(VIEW).views().get(0).definition();

        assertThat(definition).matches("v1-[0-9a-f]{8}");
        assertThat(read(VIEW.replace("meaning: sum", "meaning: total"))
                        .views()
                        .get(0)
                        .definition())
                .isEqualTo(definition);
        for (String changed : List.of(
                VIEW.replace("of: amount, over: 1h", "of: amount, over: 2h"),
                VIEW.replace("topic: payments", "topic: refunds"),
                VIEW.replace("view: spending", "view: spending\nversion: 2"))) {
            assertThat(read(changed).views().get(0).definition()).isNotEqualTo(definition);
        }
    }

    @Test
    void acceptsACorrectView() throws IOException {
        assertThat(read(VIEW).views()).extracting(ViewConfig::view).containsExactly("spending");
    }

    @ParameterizedTest
    @MethodSource
    void refusesAWrongView(String old, String replacement, String problem) {
        assertThat(VIEW).contains(old);
        assertThatThrownBy(() -> read(VIEW.replace(old, replacement)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("1 problem\n")
                .hasMessageContaining(problem);
    }

    static Stream<Arguments> refusesAWrongView() {
        return Stream.of(
                arguments(
                        "{ function: sum, of: amount, over: 1h }",
                        "{ function: mean, over: 1h }",
                        "columns.spent.aggregate.of   is missing: field that is aggregated; every function but count and"
                                + " time-since-last needs it"),
                arguments(
                        "{ function: sum, of: amount, over: 1h }",
                        "{ function: count, per: amount, over: 1h }",
                        "columns.spent.aggregate.per = amount   has no effect: count is of events, whatever they hold;"
                                + " remove it"),
                arguments(
                        "of: kind, over: 1h",
                        "of: kind, over: 1h } }\n  more: { type: category, meaning: m, aggregate: { function: count, over: 1h",
                        "columns.more.type = category   must be float or int: what is computed is a number"),
                arguments(
                        "max-age: ",
                        "cache: { expire-after: 1s }\nmax-age: ",
                        "cache   has no effect: values that arrive on a topic are kept in state, not cached"),
                arguments(
                        "source:\n",
                        "source:\n  topic: { name: cards }\n",
                        "source.topic   has no effect beside stream; a view has one source"),
                arguments(
                        "{ function: sum, of: amount, over: 1h }",
                        "{ function: sum, of: amount }",
                        "columns.spent.aggregate.over   is missing: length of the window, a multiple of source.stream.every"),
                arguments(
                        "of: amount, over: 1h",
                        "of: amount, over: 90s",
                        "columns.spent.aggregate.over = 90s   must be a multiple of source.stream.every = 1m"),
                arguments(
                        "of: amount",
                        "of: amont",
                        "columns.spent.aggregate.of = amont   must be a field of source.stream.events; did you mean"
                                + " amount?"),
                arguments(
                        "sum, of: amount",
                        "sum, of: kind",
                        "columns.spent.aggregate.of = kind   must be a field that the function takes: sum takes numbers"),
                arguments(
                        "last, of: kind",
                        "last, of: amount",
                        "columns.kind.aggregate.of = amount   must be a field of the column's type"),
                arguments(
                        "sum, of: amount",
                        "sum, of: amount, per: kind",
                        "columns.spent.aggregate.per = kind   must be a field of type float or int"),
                arguments(
                        "last, of: kind",
                        "last, of: kind, per: amount",
                        "columns.kind.aggregate.per = amount   is for functions of numbers only; remove it"),
                arguments(
                        "sum, of: amount",
                        "sum, of: amount, rank: 0.9",
                        "columns.spent.aggregate.rank = 0.9   is for quantile only; remove it"),
                arguments(
                        "ratio: { of: spent, per: spent }",
                        "ratio: { of: spend, per: spent }",
                        "columns.share.ratio.of = spend   must be an aggregated number of the view; did you mean spent?"),
                arguments(
                        ", ratio: { of: spent, per: spent }",
                        "",
                        "columns.share.aggregate   is missing: the columns of a stream's view are aggregates or ratios of"
                                + " them"),
                arguments(
                        "kind: { type: category, meaning",
                        "kind: { type: vector, length: 2, meaning",
                        "columns.kind.type = vector   must be float or int: what is computed is a number"),
                arguments(
                        "meaning: a share,",
                        "meaning: a share, min: 2, max: 1,",
                        "columns.share.min = 2   must not be greater than max = 1"),
                arguments(
                        "meaning: a share,",
                        "meaning: a share, max: 1, default: 3,",
                        "columns.share.default = 3   must be between min and max of the column"));
    }

    private FeatureBank read(String view) throws IOException {
        Path features = Files.createDirectories(folder.resolve("features"));
        Files.writeString(features.resolve("spending.yaml"), view);
        return FeatureBank.read(folder, ENVIRONMENT);
    }
}
