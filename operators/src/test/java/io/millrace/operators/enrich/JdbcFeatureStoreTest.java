package io.millrace.operators.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Environment;
import io.millrace.models.feature.Values;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcFeatureStoreTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00.123Z");

    private static final Environment NOTHING = Environment.of(Map.of());

    @TempDir
    Path folder;

    private ViewConfig view(String name) {
        return Views.market(name, Views.source("jdbc:h2:" + folder.resolve("db"), name), Views.CACHE);
    }

    private static Values row(double price, double sales, @Nullable String region, double waterfront) {
        return new Values(
                new double[] {price, sales, Double.NaN, waterfront},
                new @Nullable String[] {null, null, region, null},
                new float[0][]);
    }

    private static void write(ViewConfig view, Map<String, Values> rows) throws FeatureStoreException {
        try (FeatureTable table = FeatureTable.open(view, NOTHING)) {
            table.upsert(view.columns(), rows, NOON);
        }
    }

    @Test
    void readsWhatWasWritten() throws Exception {
        ViewConfig view = view("zip_market");
        Values seattle = row(450_000.5, 12, "Seattle \"north\"", 1);
        Values empty = row(Double.NaN, Double.NaN, null, Double.NaN);
        write(view, Map.of("98103", seattle, "98001", empty));
        try (JdbcFeatureStore store = JdbcFeatureStore.open(view, NOTHING)) {
            assertThat(store.lookup(List.of("98103", "98001", "00000")))
                    .containsOnly(
                            Map.entry("98103", new FeatureRow(seattle, NOON.toEpochMilli())),
                            Map.entry("98001", new FeatureRow(empty, NOON.toEpochMilli())));
        }
    }

    @Test
    void readsVectorsThatWereWritten() throws Exception {
        ViewConfig view = Views.homes("homes", Views.source("jdbc:h2:" + folder.resolve("db"), "homes"));
        write(view, Map.of("98103", Views.home("north", 1.5f, -2e-3f), "98001", Views.home("south")));
        try (JdbcFeatureStore store = JdbcFeatureStore.open(view, NOTHING)) {
            assertThat(store.lookup(List.of("98103", "98001")))
                    .containsOnly(
                            Map.entry("98103", new FeatureRow(Views.home("north", 1.5f, -2e-3f), NOON.toEpochMilli())),
                            Map.entry("98001", new FeatureRow(Views.home("south"), NOON.toEpochMilli())));
        }
    }

    @Test
    void takesAVectorOfAnotherLengthOrWithAGapForNone() throws Exception {
        ViewConfig view = Views.homes("homes", Views.source("jdbc:h2:" + folder.resolve("db"), "homes"));
        execute("CREATE TABLE \"homes\" (\"zipcode\" VARCHAR PRIMARY KEY, \"updated_at\" TIMESTAMP, \"embedding\""
                + " NUMERIC(8, 3) ARRAY, \"region\" VARCHAR)");
        execute("INSERT INTO \"homes\" VALUES ('good', NULL, ARRAY[1.5, 2], 'r'), ('short', NULL, ARRAY[1], 'r'),"
                + " ('empty', NULL, ARRAY[], 'r'), ('gap', NULL, ARRAY[1, NULL], 'r')");
        try (JdbcFeatureStore store = JdbcFeatureStore.open(view, NOTHING)) {
            Map<String, FeatureRow> found = store.lookup(List.of("good", "short", "empty", "gap"));
            assertThat(found.remove("good"))
                    .isEqualTo(new FeatureRow(Views.home("r", 1.5f, 2), FeatureRow.UNKNOWN_TIME));
            assertThat(found).hasSize(3).allSatisfy((key, row) -> assertThat(row.values())
                    .isEqualTo(Views.home("r")));
        }
    }

    @Test
    void asksInChunksOfTheMaximumOfKeys() throws Exception {
        ViewConfig.Jdbc source = new ViewConfig.Jdbc(
                "jdbc:h2:" + folder.resolve("db"),
                "sa",
                null,
                "chunks",
                "zipcode",
                "updated_at",
                Duration.ofSeconds(5),
                7);
        ViewConfig view = Views.market("chunks", source, Views.CACHE);
        Map<String, Values> rows = new LinkedHashMap<>();
        for (int i = 0; i < 1_200; i++) {
            rows.put("key " + i, row(i, i, null, 0));
        }
        write(view, rows);
        for (int keys : new int[] {1, 2, 3, 6, 7, 8, 14, 15, 1_200}) {
            try (JdbcFeatureStore store = JdbcFeatureStore.open(view, NOTHING)) {
                List<String> asked = rows.keySet().stream().limit(keys).toList();
                assertThat(store.lookup(asked)).as("keys=%d", keys).containsOnlyKeys(asked);
            }
        }
    }

    @Test
    void replacesTheGivenColumnsAndKeepsTheOthers() throws Exception {
        ViewConfig view = view("zip_market");
        write(view, Map.of("98103", row(1, 2, "north", 1)));
        Instant later = NOON.plusSeconds(60);
        try (FeatureTable table = FeatureTable.open(view, NOTHING)) {
            table.upsert(view.columns().subList(0, 1), Map.of("98103", Values.ofNumbers(7)), later);
        }
        try (JdbcFeatureStore store = JdbcFeatureStore.open(view, NOTHING)) {
            assertThat(store.lookup(List.of("98103")))
                    .containsExactly(Map.entry("98103", new FeatureRow(row(7, 2, "north", 1), later.toEpochMilli())));
        }
    }

    @Test
    void findsTheOtherKeysBesideOneThatTheColumnCannotHold() throws Exception {
        ViewConfig view = view("numbered");
        execute(
                "CREATE TABLE \"numbered\" (\"zipcode\" INT PRIMARY KEY, \"updated_at\" TIMESTAMP, \"median_price\" DOUBLE"
                        + " PRECISION, \"sales_count\" INT, \"region\" VARCHAR, \"waterfront\" BOOLEAN)");
        execute(
                "INSERT INTO \"numbered\" VALUES (1, '2026-11-01 12:00:00.123', 10, 2, 'r', true), (2, NULL, 'NaN', 3, 's',"
                        + " false)");
        try (JdbcFeatureStore store = JdbcFeatureStore.open(view, NOTHING)) {
            Map<String, FeatureRow> found = store.lookup(List.of("1", "not a number", "3", "2", "\u0000"));
            assertThat(new TreeMap<>(found))
                    .containsExactly(
                            Map.entry("1", new FeatureRow(row(10, 2, "r", 1), NOON.toEpochMilli())),
                            Map.entry("2", new FeatureRow(row(Double.NaN, 3, "s", 0), FeatureRow.UNKNOWN_TIME)));
        }
    }

    @Test
    void takesAValueThatItsColumnCannotHoldForMissing() throws Exception {
        ViewConfig view = view("loose");
        execute("CREATE TABLE \"loose\" (\"zipcode\" VARCHAR PRIMARY KEY, \"updated_at\" VARCHAR, \"median_price\""
                + " VARCHAR, \"sales_count\" DOUBLE PRECISION, \"region\" VARCHAR, \"waterfront\" VARCHAR)");
        execute("INSERT INTO \"loose\" VALUES ('huge', '2026-11-01 12:00:00.123', '10', 1e300, 'r', 'true'),"
                + " ('none', '2026-11-01 12:00:00.123', '10', 'NaN', 'r', 'true'),"
                + " ('texts', 'yesterday', 'much', 3, 'r', 'perhaps'),"
                + " ('good', '2026-11-01 12:00:00.123', '10', 3, 'r', 'true')");
        try (JdbcFeatureStore store = JdbcFeatureStore.open(view, NOTHING)) {
            long noon = NOON.toEpochMilli();
            assertThat(store.lookup(List.of("huge", "none", "texts", "good")))
                    .containsOnly(
                            Map.entry("huge", new FeatureRow(row(10, Double.NaN, "r", 1), noon)),
                            Map.entry("none", new FeatureRow(row(10, Double.NaN, "r", 1), noon)),
                            Map.entry(
                                    "texts",
                                    new FeatureRow(row(Double.NaN, 3, "r", Double.NaN), FeatureRow.UNKNOWN_TIME)),
                            Map.entry("good", new FeatureRow(row(10, 3, "r", 1), noon)));
        }
    }

    @Test
    void findsKeysThatTheDatabaseWritesInAnotherWay() throws Exception {
        ViewConfig view = view("padded");
        execute("CREATE TABLE \"padded\" (\"zipcode\" CHAR(10) PRIMARY KEY, \"updated_at\" TIMESTAMP, \"median_price\""
                + " DOUBLE PRECISION, \"sales_count\" INT, \"region\" VARCHAR, \"waterfront\" BOOLEAN)");
        execute(
                "INSERT INTO \"padded\" VALUES ('abc', NULL, 10, 2, 'r', true), ('0123456789', NULL, 11, 3, 's', false),"
                        + " ('d', NULL, 12, 4, 't', false)");
        try (JdbcFeatureStore store = JdbcFeatureStore.open(view, NOTHING)) {
            assertThat(store.lookup(List.of("abc", "0123456789", "x", "d")))
                    .containsOnly(
                            Map.entry("abc", new FeatureRow(row(10, 2, "r", 1), FeatureRow.UNKNOWN_TIME)),
                            Map.entry("0123456789", new FeatureRow(row(11, 3, "s", 0), FeatureRow.UNKNOWN_TIME)),
                            Map.entry("d", new FeatureRow(row(12, 4, "t", 0), FeatureRow.UNKNOWN_TIME)));
            assertThat(store.lookup(List.of("abc"))).containsOnlyKeys("abc");
        }
    }

    @Test
    void refusesToOpenWithoutTheTable() {
        assertThatThrownBy(() -> JdbcFeatureStore.open(view("absent"), NOTHING))
                .isInstanceOf(FeatureStoreException.class)
                .hasMessageStartingWith("feature table cannot be read: view=absent, table=absent, url=jdbc:h2:")
                .hasMessageContaining("Table \"absent\" not found")
                .hasMessageEndingWith("; the train command creates the table with the columns it computes");
    }

    @Test
    void refusesToWriteToATableWithOtherColumns() throws Exception {
        execute("CREATE TABLE \"narrow\" (\"zipcode\" VARCHAR PRIMARY KEY, \"updated_at\" TIMESTAMP)");
        assertThatThrownBy(() -> FeatureTable.open(view("narrow"), NOTHING))
                .isInstanceOf(FeatureStoreException.class)
                .hasMessageContaining("Column \"median_price\" not found");
    }

    @Test
    void refusesNamesThatAreNoNames() {
        ViewConfig view =
                Views.market("zip_market", Views.source("jdbc:h2:mem:names", "zip\"; DROP TABLE x; --"), Views.CACHE);
        assertThatThrownBy(() -> JdbcFeatureStore.open(view, NOTHING))
                .isInstanceOf(FeatureStoreException.class)
                .hasMessage("not a name that a table or column can have: name=zip\"; DROP TABLE x; --,"
                        + " allowed=letters, digits and _ (at most 63, no digit first)");
    }

    @Test
    void refusesOtherDatabases() {
        ViewConfig view =
                Views.market("zip_market", Views.source("jdbc:mysql://host/db?password=secret", "t"), Views.CACHE);
        assertThatThrownBy(() -> JdbcFeatureStore.open(view, NOTHING))
                .isInstanceOf(FeatureStoreException.class)
                .hasMessage(
                        "database is not supported: url=jdbc:mysql://host/db, supported=jdbc:h2:…, jdbc:postgresql:…");
    }

    @Test
    void asksForThePasswordOfTheNamedVariable() throws Exception {
        execute("CREATE USER feature PASSWORD 'secret' ADMIN");
        ViewConfig.Jdbc source = new ViewConfig.Jdbc(
                "jdbc:h2:" + folder.resolve("db"),
                "feature",
                "FEATURE_PASSWORD",
                "t",
                "k",
                "v",
                Duration.ofSeconds(5),
                10);
        ViewConfig view = Views.market("t", source, Views.CACHE);
        Environment right = Environment.of(Map.of("FEATURE_PASSWORD", "secret"));
        Environment wrong = Environment.of(Map.of("FEATURE_PASSWORD", "other"));
        FeatureTable.open(view, right).close();
        JdbcFeatureStore.open(view, right).close();
        assertThatThrownBy(() -> JdbcFeatureStore.open(view, wrong))
                .isInstanceOf(FeatureStoreException.class)
                .hasMessageContaining("Wrong user name or password");
        assertThatThrownBy(() -> JdbcFeatureStore.open(view, NOTHING))
                .isInstanceOf(FeatureStoreException.class)
                .hasMessage("password of the feature store is not set: view=t, variable=FEATURE_PASSWORD; set this"
                        + " environment variable");
    }

    @Test
    void opensWithoutAServerThatAnswers() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            String url = "jdbc:postgresql://localhost:" + silent.getLocalPort() + "/db?loginTimeout=1&connectTimeout=1";
            ViewConfig.Jdbc source = new ViewConfig.Jdbc(url, "u", null, "t", "k", "v", Duration.ofMillis(250), 10);
            try (JdbcFeatureStore store = JdbcFeatureStore.open(Views.market("silent", source, Views.CACHE), NOTHING)) {
                assertThatThrownBy(() -> store.lookup(List.of("1")))
                        .isInstanceOf(FeatureStoreException.class)
                        .hasMessageStartingWith(
                                "feature store did not answer: view=silent, keys=1, timeout=250ms, cause=");
            }
        }
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        ViewConfig view = view("threads");
        write(view, Map.of());
        try (JdbcFeatureStore store = JdbcFeatureStore.open(view, NOTHING)) {
            assertThat(store.lookup(List.of("1"))).isEmpty();
        }
        Eventually.holds(
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("features-threads")),
                "no thread is left");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:" + folder.resolve("db"), "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
