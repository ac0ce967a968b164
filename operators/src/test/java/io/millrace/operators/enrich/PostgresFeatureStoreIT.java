package io.millrace.operators.enrich;

import static io.millrace.operators.enrich.EnricherRig.market;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.config.BatchingConfig.Order;
import io.millrace.config.FeatureConfig;
import io.millrace.config.FeatureConfig.OnMissing;
import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Environment;
import io.millrace.models.feature.Values;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Freshness;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.verify.OperatorHarness;
import io.millrace.operators.verify.OperatorUnderTest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresFeatureStoreIT {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00.123Z");
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final String COLUMNS =
            " \"updated_at\" TIMESTAMP, \"median_price\" REAL, \"sales_count\" SMALLINT, \"region\" TEXT, \"waterfront\""
                    + " BOOLEAN";

    @SuppressWarnings("NullAway.Init")
    private static PostgresServer server;

    private static String missing = "";

    /* Without a server the tests are skipped, each with the reason in its report; but CI has a server, or fails. */
    @BeforeAll
    static void connect() throws Exception {
        try {
            server = PostgresServer.connect();
        } catch (PostgresServer.ServerMissing e) {
            missing = String.valueOf(e.getMessage());
            if (Environment.system().variable("CI").filter("true"::equals).isPresent()) {
                throw e;
            }
            System.err.println("PostgresFeatureStoreIT is skipped: " + missing);
        }
    }

    @BeforeEach
    void needsTheServer() {
        assumeTrue(missing.isEmpty(), missing);
    }

    @AfterAll
    static void disconnect() throws Exception {
        if (missing.isEmpty()) {
            server.close();
        }
    }

    private static void write(ViewConfig view, Map<String, Values> rows, Instant time) throws FeatureStoreException {
        try (FeatureTable table = FeatureTable.open(view, server.environment())) {
            table.upsert(view.columns(), rows, time);
        }
    }

    private static JdbcFeatureStore open(ViewConfig view) throws FeatureStoreException {
        return JdbcFeatureStore.open(view, server.environment());
    }

    @Test
    void readsWhatWasWritten() throws Exception {
        ViewConfig view = server.view("written", PATIENT);
        Values full = market(450_000.5, 1L << 40, "naïve 日本語 ' \" \\", 1);
        Values empty = market(Double.NaN, Double.NaN, null, Double.NaN);
        write(view, Map.of("98103", full, "", empty), NOON);
        try (JdbcFeatureStore store = open(view)) {
            assertThat(store.lookup(List.of("98103", "", "00000")))
                    .containsOnly(
                            Map.entry("98103", new FeatureRow(full, NOON.toEpochMilli())),
                            Map.entry("", new FeatureRow(empty, NOON.toEpochMilli())));
        }
    }

    @Test
    void readsVectors() throws Exception {
        ViewConfig view = Views.homes("homes", server.view("homes", PATIENT).source());
        write(view, Map.of("98103", Views.home("north", 1.5f, -2e-3f), "98001", Views.home("south")), NOON);
        server.execute("INSERT INTO " + server.table("homes") + " VALUES ('short', now(), ARRAY[1.0], 'r'), ('nan',"
                + " now(), ARRAY[1, 'NaN'::real], 'r'), ('gap', now(), ARRAY[1, NULL], 'r')");
        try (JdbcFeatureStore store = open(view)) {
            Map<String, FeatureRow> found = store.lookup(List.of("98103", "98001", "short", "nan", "gap"));
            assertThat(found.remove("98103"))
                    .isEqualTo(new FeatureRow(Views.home("north", 1.5f, -2e-3f), NOON.toEpochMilli()));
            assertThat(found.remove("98001")).isEqualTo(new FeatureRow(Views.home("south"), NOON.toEpochMilli()));
            assertThat(found).hasSize(3).allSatisfy((key, row) -> assertThat(row.values())
                    .isEqualTo(Views.home("r")));
        }
    }

    @Test
    void replacesTheGivenColumnsAndKeepsTheOthers() throws Exception {
        ViewConfig view = server.view("replaced", PATIENT);
        write(view, Map.of("98103", market(1, 2, "north", 1)), NOON);
        Instant later = NOON.plusSeconds(60);
        try (FeatureTable table = FeatureTable.open(view, server.environment())) {
            table.upsert(view.columns().subList(0, 1), Map.of("98103", Values.ofNumbers(7)), later);
        }
        try (JdbcFeatureStore store = open(view)) {
            assertThat(store.lookup(List.of("98103")))
                    .containsExactly(
                            Map.entry("98103", new FeatureRow(market(7, 2, "north", 1), later.toEpochMilli())));
        }
    }

    @Test
    void asksInChunksOfTheMaximumOfKeys() throws Exception {
        ViewConfig view = server.view("chunks", PATIENT);
        Map<String, Values> rows = new LinkedHashMap<>();
        for (int i = 0; i < 1_200; i++) {
            rows.put("key " + i, market(i, i, null, 0));
        }
        write(view, rows, NOON);
        try (JdbcFeatureStore store = open(view)) {
            assertThat(store.lookup(rows.keySet())).hasSize(1_200).containsOnlyKeys(rows.keySet());
        }
    }

    @Test
    void findsTheOtherKeysBesideOneThatTheColumnCannotHold() throws Exception {
        ViewConfig view = server.view("numbered", PATIENT);
        server.execute("CREATE TABLE " + server.table("numbered") + " (\"zipcode\" INT PRIMARY KEY," + COLUMNS + ")");
        server.execute("INSERT INTO " + server.table("numbered")
                + " VALUES (1, '2026-11-01 12:00:00.123', 10, 2, 'r', true), (2, NULL, 'NaN', 3, 's', false)");
        try (JdbcFeatureStore store = open(view)) {
            Map<String, FeatureRow> found =
                    store.lookup(List.of("1", "not a number", "3", "2", "\u0000", "99999999999999999999"));
            assertThat(new TreeMap<>(found))
                    .containsExactly(
                            Map.entry("1", new FeatureRow(market(10, 2, "r", 1), NOON.toEpochMilli())),
                            Map.entry("2", new FeatureRow(market(Double.NaN, 3, "s", 0), FeatureRow.UNKNOWN_TIME)));
        }
    }

    @Test
    void findsKeysThatTheDatabaseWritesInAnotherWay() throws Exception {
        ViewConfig padded = server.view("padded", PATIENT);
        server.execute(
                "CREATE TABLE " + server.table("padded") + " (\"zipcode\" CHAR(10) PRIMARY KEY," + COLUMNS + ")");
        server.execute("INSERT INTO " + server.table("padded")
                + " VALUES ('abc', NULL, 10, 2, 'r', true), ('0123456789', NULL, 11, 3, 's', false)");
        try (JdbcFeatureStore store = open(padded)) {
            assertThat(store.lookup(List.of("abc", "0123456789", "x")))
                    .containsOnly(
                            Map.entry("abc", new FeatureRow(market(10, 2, "r", 1), FeatureRow.UNKNOWN_TIME)),
                            Map.entry("0123456789", new FeatureRow(market(11, 3, "s", 0), FeatureRow.UNKNOWN_TIME)));
        }
        ViewConfig lower = server.view("lower", PATIENT);
        server.execute("CREATE TABLE " + server.table("lower") + " (\"zipcode\" UUID PRIMARY KEY," + COLUMNS + ")");
        server.execute("INSERT INTO " + server.table("lower")
                + " VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', NULL, 10, 2, 'r', true)");
        try (JdbcFeatureStore store = open(lower)) {
            assertThat(store.lookup(List.of("A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "no UUID")))
                    .containsOnlyKeys("A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11");
        }
    }

    @Test
    void givesUpALookupThatTakesTooLong() throws Exception {
        ViewConfig view = server.view("slow", Duration.ofMillis(100));
        server.execute("CREATE TABLE " + server.table("fast") + " (\"zipcode\" TEXT PRIMARY KEY," + COLUMNS + ")");
        server.execute("INSERT INTO " + server.table("fast") + " VALUES ('1', now(), 1, 1, 'r', true)");
        server.execute(
                "CREATE VIEW " + server.table("slow") + " AS SELECT \"zipcode\", \"updated_at\", \"median_price\","
                        + " \"sales_count\", \"region\" || pg_sleep(60)::text AS \"region\", \"waterfront\" FROM "
                        + server.table("fast"));
        try (JdbcFeatureStore store = open(view)) {
            assertThatThrownBy(() -> store.lookup(List.of("1")))
                    .isInstanceOf(FeatureStoreException.class)
                    .hasMessageStartingWith("feature store did not answer: view=slow, keys=1, timeout=100ms, cause=");
        }
    }

    @Test
    void recoversFromConnectionsThatTheServerEnded() throws Exception {
        ViewConfig view = server.view("ended", PATIENT);
        write(view, Map.of("98103", market(1, 2, "north", 1)), NOON);
        try (JdbcFeatureStore store = open(view)) {
            assertThat(store.lookup(List.of("98103"))).hasSize(1);
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE usename = current_user AND pid <> pg_backend_pid()");
            Eventually.holds(() -> answers(store), "the store answers again");
        }
    }

    private static boolean answers(FeatureStore store) {
        try {
            return store.lookup(List.of("98103")).size() == 1;
        } catch (FeatureStoreException e) {
            return false;
        }
    }

    @Test
    void refusesToOpenWhatCanNeverServe() throws Exception {
        assertThatThrownBy(() -> open(server.view("absent", PATIENT)))
                .isInstanceOf(FeatureStoreException.class)
                .hasMessageContaining("relation \"" + server.table("absent") + "\" does not exist");
        Environment wrong = Environment.of(Map.of(PostgresServer.PASSWORD_VARIABLE, "wrong"));
        assertThatThrownBy(() -> JdbcFeatureStore.open(server.view("absent", PATIENT), wrong))
                .isInstanceOf(FeatureStoreException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void enrichesAStream() throws Exception {
        ViewConfig view = server.view("stream", PATIENT);
        Map<String, Values> rows = new LinkedHashMap<>();
        for (int i = 0; i < 50; i++) {
            rows.put("zip " + i, market(i, 1, "r", 0));
        }
        write(view, rows, Instant.now());
        Environment environment = server.environment();
        EnrichSettings settings = new EnrichSettings(
                List.of(new FeatureConfig(view, "zipcode", view.columns(), Duration.ofDays(1), OnMissing.DEFAULT)),
                Events.CONFIG,
                Order.ORDERED,
                64,
                each -> JdbcFeatureStore.open(each, environment),
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
