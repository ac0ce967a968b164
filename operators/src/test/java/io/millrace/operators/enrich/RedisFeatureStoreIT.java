package io.millrace.operators.enrich;

import static io.millrace.operators.enrich.EnricherRig.market;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.config.BatchingConfig.Order;
import io.millrace.config.FeatureConfig;
import io.millrace.config.FeatureConfig.OnMissing;
import io.millrace.config.ViewConfig;
import io.millrace.config.ViewConfig.Redis;
import io.millrace.config.ViewConfig.Redis.Layout;
import io.millrace.config.bind.Environment;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Freshness;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.verify.OperatorHarness;
import io.millrace.operators.verify.OperatorUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RedisFeatureStoreIT {
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration IMPATIENT = Duration.ofMillis(100);
    private static final long NOON = 1_793_534_400_123L;

    @SuppressWarnings("NullAway.Init")
    private static RedisServer server;

    private static String missing = "";

    /* Without a server the tests are skipped, each with the reason in its report; but CI has a server, or fails. */
    @BeforeAll
    static void connect() {
        try {
            server = RedisServer.connect();
        } catch (RedisServer.ServerMissing e) {
            missing = String.valueOf(e.getMessage());
            if (Environment.system().variable("CI").filter("true"::equals).isPresent()) {
                throw e;
            }
            System.err.println("RedisFeatureStoreIT is skipped: " + missing);
        }
    }

    @BeforeEach
    void needsTheServer() {
        assumeTrue(missing.isEmpty(), missing);
    }

    @AfterAll
    static void disconnect() {
        if (missing.isEmpty()) {
            server.close();
        }
    }

    private static RedisFeatureStore open(ViewConfig view) throws FeatureStoreException {
        return RedisFeatureStore.open(view, (Redis) view.source(), server.environment());
    }

    private static ViewConfig view(String name, Layout layout) {
        return server.view(name, layout, PATIENT);
    }

    /** Writes a row of the market in the layout of the view: members and their JSON values. */
    private static void write(ViewConfig view, String key, Map<String, String> members) {
        String at = server.key(view.view(), key);
        if (((Redis) view.source()).layout() == Layout.JSON) {
            List<String> written = new ArrayList<>();
            members.forEach((name, value) -> written.add("\"" + name + "\":" + value));
            server.execute("SET", at, "{" + String.join(",", written) + "}");
        } else {
            members.forEach((name, value) -> server.execute("HSET", at, name, value.replace("\"", "")));
        }
    }

    private static Map<String, String> full(double price) {
        return Map.of(
                "updated_at", "\"2026-11-01T12:00:00.123Z\"",
                "median_price", Double.toString(price),
                "sales_count", "1099511627776",
                "region", "\"naïve 日本語\"",
                "waterfront", "true",
                "other", "\"passed over\"");
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void readsRowsAndSaysWhichKeysAreUnknown(Layout layout) throws Exception {
        ViewConfig view = view("rows_" + layout, layout);
        write(view, "98103", full(450_000.5));
        write(view, "", full(1));
        try (RedisFeatureStore store = open(view)) {
            assertThat(store.lookup(List.of("98103", "00000", "")))
                    .containsOnly(
                            Map.entry("98103", new FeatureRow(market(450_000.5, 1L << 40, "naïve 日本語", 1), NOON)),
                            Map.entry("", new FeatureRow(market(1, 1L << 40, "naïve 日本語", 1), NOON)));
        }
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void leavesColumnsEmptyThatAreMissingOrHoldNoValue(Layout layout) throws Exception {
        ViewConfig view = view("gaps_" + layout, layout);
        write(view, "missing", Map.of("sales_count", "3"));
        write(view, "wrong", Map.of("updated_at", "\"noon\"", "median_price", "\"much\"", "region", "\"r\""));
        write(view, "millis", Map.of("updated_at", Long.toString(NOON), "waterfront", "false"));
        try (RedisFeatureStore store = open(view)) {
            assertThat(store.lookup(List.of("missing", "wrong", "millis")))
                    .containsOnly(
                            Map.entry(
                                    "missing",
                                    new FeatureRow(market(Double.NaN, 3, null, Double.NaN), FeatureRow.UNKNOWN_TIME)),
                            Map.entry(
                                    "wrong",
                                    new FeatureRow(
                                            market(Double.NaN, Double.NaN, "r", Double.NaN), FeatureRow.UNKNOWN_TIME)),
                            Map.entry("millis", new FeatureRow(market(Double.NaN, Double.NaN, null, 0), NOON)));
        }
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void readsVectors(Layout layout) throws Exception {
        String name = "homes_" + layout;
        ViewConfig view = Views.homes(name, view(name, layout).source());
        write(view, "98103", Map.of("embedding", "[1.5, -2e-3]", "region", "\"north\""));
        List<String> wrong =
                List.of("[1]", "[1, 2, 3]", "[1, null]", "[1, [2]]", "[]", "{\"x\": [1, 2]}", "7", "[1, 1e99]");
        for (String embedding : wrong) {
            write(view, embedding, Map.of("embedding", embedding, "region", "\"r\""));
        }
        try (RedisFeatureStore store = open(view)) {
            assertThat(store.lookup(List.of("98103")).get("98103"))
                    .isEqualTo(new FeatureRow(Views.home("north", 1.5f, -2e-3f), FeatureRow.UNKNOWN_TIME));
            assertThat(store.lookup(wrong)).hasSize(wrong.size()).allSatisfy((key, row) -> assertThat(row.values())
                    .isEqualTo(Views.home("r")));
        }
    }

    @Test
    void takesAKeyThatHoldsNoRowForARowWithoutValues() throws Exception {
        FeatureRow empty = new FeatureRow(market(Double.NaN, Double.NaN, null, Double.NaN), FeatureRow.UNKNOWN_TIME);
        ViewConfig hashes = view("strays", Layout.HASH);
        write(hashes, "98103", full(1));
        server.execute("SET", server.key("strays", "text"), "x");
        try (RedisFeatureStore store = open(hashes)) {
            Map<String, FeatureRow> found = store.lookup(List.of("text", "98103"));
            assertThat(found).containsEntry("text", empty).containsKey("98103");
        }
        ViewConfig documents = view("stray_documents", Layout.JSON);
        write(documents, "98103", full(1));
        for (String text : List.of("{\"median_price\":", "[1]", "", "plain")) {
            server.execute("SET", server.key("stray_documents", "text"), text);
            try (RedisFeatureStore store = open(documents)) {
                Map<String, FeatureRow> found = store.lookup(List.of("text", "98103"));
                assertThat(found).containsEntry("text", empty).containsKey("98103");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void asksInChunksOfTheMaximumOfKeys(Layout layout) throws Exception {
        ViewConfig view = view("chunks_" + layout, layout);
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            keys.add("key " + i);
            write(view, "key " + i, Map.of("median_price", Integer.toString(i)));
        }
        try (RedisFeatureStore store = open(view)) {
            Map<String, FeatureRow> found = store.lookup(keys);
            assertThat(found).hasSize(100);
            found.forEach((key, row) ->
                    assertThat(key).isEqualTo("key " + (int) row.values().number(0)));
        }
    }

    @Test
    void givesUpWhenTheServerIsPausedAndGoesOnAfterwards() throws Exception {
        ViewConfig view = server.view("paused", Layout.HASH, IMPATIENT);
        write(view, "98103", full(1));
        try (RedisFeatureStore store = open(view)) {
            Eventually.holds(() -> answers(store), "the store answers");
            long begin = Ticker.system().nanos();
            server.execute("CLIENT", "PAUSE", "2000");
            assertThatThrownBy(() -> store.lookup(List.of("98103")))
                    .isInstanceOf(FeatureStoreException.class)
                    .hasMessage(
                            "feature store did not answer: view=paused, keys=1, timeout=100ms, cause=Read timed out");
            assertThat(Duration.ofNanos(Ticker.system().nanos() - begin)).isLessThan(Duration.ofSeconds(2));
            Eventually.holds(() -> answers(store), "the store answers again");
        }
    }

    @Test
    void goesOnWhenTheServerComesBackHoweverOften() throws Exception {
        try (TcpRelay relay = new TcpRelay(server.host(), server.port())) {
            ViewConfig view = server.view("flapping", Layout.HASH, PATIENT, "redis://127.0.0.1:" + relay.port());
            write(view, "98103", full(1));
            try (RedisFeatureStore store = open(view)) {
                for (int round = 0; round < 5; round++) {
                    assertThat(store.lookup(List.of("98103"))).hasSize(1);
                    relay.goAway();
                    assertThatThrownBy(() -> store.lookup(List.of("98103")))
                            .isInstanceOf(FeatureStoreException.class)
                            .hasMessageStartingWith("feature store did not answer: view=flapping, keys=1,");
                    relay.comeBack();
                }
                assertThat(store.lookup(List.of("98103"))).hasSize(1);
                relay.goAway();
                relay.comeBack();
                assertThat(store.lookup(List.of("98103")))
                        .as("a connection that ended while nobody used it is made again")
                        .hasSize(1);
            }
        }
    }

    @Test
    void opensWithoutAServerAndServesWhenThereIsOne() throws Exception {
        try (TcpRelay relay = new TcpRelay(server.host(), server.port())) {
            relay.goAway();
            ViewConfig view = server.view("late", Layout.JSON, PATIENT, "redis://127.0.0.1:" + relay.port());
            write(view, "98103", full(1));
            try (RedisFeatureStore store = open(view)) {
                relay.comeBack();
                assertThat(store.lookup(List.of("98103"))).hasSize(1);
            }
        }
    }

    @Test
    void refusesToOpenWhatCanNeverServe() throws Exception {
        server.execute("ACL", "SETUSER", "stranger", "on", ">secret", "~nothing:*", "+@all");
        Redis source = (Redis) view("refused", Layout.HASH).source();
        Redis asStranger = new Redis(
                source.url(),
                "stranger",
                RedisServer.PASSWORD_VARIABLE,
                source.key(),
                source.layout(),
                "t",
                PATIENT,
                7);
        Redis elsewhere = new Redis(
                source.url() + "999",
                source.user(),
                source.passwordVariable(),
                source.key(),
                source.layout(),
                "t",
                PATIENT,
                7);
        refuses(asStranger, RedisServer.environment("secret"), "NOPERM");
        refuses(asStranger, RedisServer.environment("wrong"), "WRONGPASS");
        refuses(elsewhere, server.environment(), "ERR DB index is out of range");
        server.execute("ACL", "DELUSER", "stranger");
        assertThatThrownBy(() ->
                        RedisFeatureStore.open(view("refused", Layout.HASH), asStranger, Environment.of(Map.of())))
                .isInstanceOf(FeatureStoreException.class)
                .hasMessage("password of the feature store is not set: view=refused, variable=FEATURES_PASSWORD; set"
                        + " this environment variable");
    }

    private static void refuses(Redis source, Environment environment, String cause) {
        ViewConfig view = Views.market("refused", source, Views.CACHE);
        assertThatThrownBy(() -> RedisFeatureStore.open(view, source, environment))
                .isInstanceOf(FeatureStoreException.class)
                .hasMessageStartingWith(
                        "feature store cannot be read: view=refused, url=" + source.url() + ", cause=" + cause);
    }

    @Test
    void saysWhetherTheServerAnswers() throws Exception {
        ViewConfig view = view("probed", Layout.HASH);
        StoreProbe.requireAnswer(view, (Redis) view.source(), server.environment());
        try (TcpRelay relay = new TcpRelay(server.host(), server.port())) {
            relay.goAway();
            String url = "redis://127.0.0.1:" + relay.port();
            ViewConfig nowhere = server.view("probed", Layout.HASH, PATIENT, url);
            assertThatThrownBy(() -> StoreProbe.requireAnswer(nowhere, (Redis) nowhere.source(), server.environment()))
                    .isInstanceOf(FeatureStoreException.class)
                    .hasMessage(
                            "feature store does not answer: view=probed, url=" + url + ", cause=Connection refused");
        }
    }

    @Test
    void failsALookupThatIsUnderWayWhenItIsClosed() throws Exception {
        ViewConfig view = view("closed", Layout.HASH);
        RedisFeatureStore store = open(view);
        store.close();
        assertThatThrownBy(() -> store.lookup(List.of("98103"))).isInstanceOf(FeatureStoreException.class);
    }

    private static boolean answers(FeatureStore store) {
        try {
            return store.lookup(List.of("98103")).size() == 1;
        } catch (FeatureStoreException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void enrichesAStream(Layout layout) throws Exception {
        ViewConfig view = view("stream_" + layout, layout);
        for (int i = 0; i < 50; i++) {
            write(
                    view,
                    "zip " + i,
                    Map.of(
                            "updated_at",
                            Long.toString(Ticker.system().epochMillis()),
                            "median_price",
                            Integer.toString(i),
                            "waterfront",
                            "true"));
        }
        Environment environment = server.environment();
        EnrichSettings settings = new EnrichSettings(
                List.of(new FeatureConfig(
                        view, "zipcode", view.columns().subList(0, 1), Duration.ofDays(1), OnMissing.DEFAULT)),
                Events.CONFIG,
                Order.ORDERED,
                64,
                each -> RedisFeatureStore.open(each, (Redis) each.source(), environment),
                ChangeFeed.NONE);
        OperatorUnderTest<EnrichedEvent> operator = OperatorUnderTest.of(
                        RecordTypes.ENRICHED_EVENT, () -> new EnrichOperatorFactory(settings))
                .input(RecordTypes.EVENT);
        try (OperatorHarness<EnrichedEvent> harness = OperatorHarness.opened(operator)) {
            for (int i = 0; i < 1_000; i++) {
                harness.element(0, Events.of(i, "zip " + i % 50), i);
            }
            harness.finish();
            assertThat(harness.values()).hasSize(1_000);
            for (int i = 0; i < 1_000; i++) {
                EnrichedEvent event = harness.values().get(i);
                assertThat(event.features().values().number(0))
                        .as("event %d", i)
                        .isEqualTo(i % 50);
                assertThat(event.features().worst()).as("event %d", i).isEqualTo(Freshness.PRESENT);
            }
        }
    }
}
