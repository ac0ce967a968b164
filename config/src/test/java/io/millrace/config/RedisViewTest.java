package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.config.ViewConfig.Redis;
import io.millrace.config.bind.ConfigException;
import io.millrace.config.bind.Environment;
import io.millrace.config.bind.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisViewTest {
    private static final Environment ENVIRONMENT = Environment.of(Map.of());
    private static final String VIEW = """
            view: market
            owner: me
            description: prices
            key: zip
            columns: { price: { type: float, meaning: a price, default: 1.5 } }
            max-age: 1h
            source: { redis: { url: "redis://cache:6379/0" } }
            """;

    @TempDir
    Path folder;

    @Test
    void fillsInDefaults() throws IOException {
        assertThat(read(VIEW).views().get(0).stored())
                .isEqualTo(new Redis(
                        "redis://cache:6379/0",
                        null,
                        null,
                        "market:{key}",
                        Redis.Layout.HASH,
                        "updated_at",
                        Duration.ofMillis(500),
                        500));
    }

    @Test
    void readsWhatAFileSays() {
        Path file = Path.of("src/test/resources/features/everything_redis.yaml");
        ViewConfig view =
                new ViewFiles(file, ENVIRONMENT, new Problems()).read(file).orElseThrow();

        assertThat(view.source())
                .isEqualTo(new Redis(
                        "rediss://redis.example:6380/3",
                        "reader",
                        "FEATURES_PASSWORD",
                        "market/{key}/now",
                        Redis.Layout.JSON,
                        "changed_at",
                        Duration.ofMillis(50),
                        100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"redis://cache", "redis://10.0.0.1:6379", "rediss://redis_1.example:1/", "redis://[::1]:65535/15"
            })
    void acceptsAddresses(String url) throws IOException {
        assertThat(read(VIEW.replace("redis://cache:6379/0", url)).views()).hasSize(1);
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
        String address = "must be redis://host:port/database, or rediss:// with TLS";
        return Stream.of(
                arguments("redis://cache:6379/0", "http://cache", address),
                arguments("redis://cache:6379/0", "redis://cache/0?timeout=1", address),
                arguments("redis://cache:6379/0", "redis://cache/features", address),
                arguments("redis://cache:6379/0", "redis://cache:65536", "must have a port between 1 and 65535"),
                arguments(
                        "redis://cache:6379/0",
                        "redis://me:secret@cache",
                        "must not hold the user or the password; use source.redis.user and"
                                + " source.redis.password-variable"),
                arguments(
                        "/0\"",
                        "/0\", password: x",
                        "source.redis.password   must not stand in a file; name its environment variable in"
                                + " source.redis.password-variable"),
                arguments(
                        "/0\"",
                        "/0\", user: me",
                        "source.redis.user = me   signs in with a password: give password-variable as well"),
                arguments(
                        "/0\"",
                        "/0\", key: \"market\"",
                        "source.redis.key = market   must be a text that holds {key} once and no other brace"),
                arguments(
                        "source: { redis:",
                        "source: { jdbc: { url: \"jdbc:h2:mem:x\" }, redis:",
                        "source.redis   has no effect beside jdbc; a view has one source"),
                arguments(
                        "default: 1.5",
                        "default: 1.5, aggregate: { function: count, over: 1h }",
                        "columns.price.aggregate   is for views with source.stream only; remove it"));
    }

    private FeatureBank read(String view) throws IOException {
        Path features = Files.createDirectories(folder.resolve("features"));
        Files.writeString(features.resolve("market.yaml"), view);
        return FeatureBank.read(folder, ENVIRONMENT);
    }
}
