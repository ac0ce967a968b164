package io.millrace.jobs.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.FeatureBank;
import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.feature.Values;
import io.millrace.models.time.Ticker;
import io.millrace.operators.enrich.FeatureTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturesCommandTest {
    private static final String SHIPPED = "../config";
    private static final String STREAM = """
            view: spending
            owner: payments team
            description: what a card was used for
            key: card
            columns:
              spent: { type: float, meaning: sum, min: 0, aggregate: { function: sum, of: amount, over: 1d } }
              calls: { type: int, meaning: number, aggregate: { function: count, over: 30d } }
              mean: { type: float, meaning: mean, ratio: { of: spent, per: calls } }
            max-age: 36h
            source:
              stream:
                every: 5m
                events: { topic: payments, id: id, key: card, time: { field: at }, fields: { amount: { type: float } } }
            """;

    private static final String TABLE = """
            view: market
            owner: housing data team
            description: sales in a zip code
            key: zipcode
            columns:
              median_price: { type: float, meaning: median, default: 245 }
              sales_count: { type: int, meaning: number, default: 0 }
            max-age: 30d
            source: { jdbc: { url: "jdbc:h2:${home}/features;AUTO_SERVER=TRUE" } }
            """;

    @TempDir
    Path folder;

    private Home home;

    @BeforeEach
    void createHome() {
        home = new Home(folder.resolve("home"));
    }

    @Test
    void listsWhatIsShipped() {
        Commands.Result listed = Commands.run(home, "features", "list", "--config", SHIPPED, "--json");

        assertThat(listed.exitCode()).as(listed.err()).isZero();
        assertThat(words(listed))
                .contains(
                        "view demo_zip_market", "view zip_market", "owner housing data team", "pipelines house-prices")
                .contains("freshness unknown: the embedded broker does not run");
        assertThat(home.broker()).as("nothing is started for it").doesNotExist();
    }

    @Test
    void tellsHowNewATableIs() throws Exception {
        Path features = Files.createDirectories(folder.resolve("config").resolve("features"));
        Files.writeString(features.resolve("market.yaml"), TABLE);
        Environment environment = Environment.system().withHome(home.root());
        Files.createDirectories(home.root());
        ViewConfig view =
                FeatureBank.read(folder.resolve("config"), environment).views().get(0);
        assertThat(words(Commands.run(home, "features", "list", "--config", folder + "/config")))
                .anyMatch(line -> line.startsWith("freshness unknown: feature table cannot be read: view=market"));
        assertThat(home.root().resolve("features.mv.db")).doesNotExist();
        try (FeatureTable table = FeatureTable.open(view, environment)) {
            Instant hoursAgo = Instant.ofEpochMilli(Ticker.system().epochMillis())
                    .minus(Duration.ofHours(3))
                    .minus(Duration.ofMinutes(5));
            table.upsert(view.columns(), Map.of("98001", Values.ofNumbers(245, 7)), hoursAgo);
        }

        Commands.Result shown =
                Commands.run(home, "features", "show", "market", "--config", folder + "/config", "--json");

        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(words(shown))
                .contains(
                        "source table market",
                        "freshness 1 row, the newest 3h old",
                        "column median_price",
                        "computed by the owner of the source",
                        "default 245");
        assertThat(shown.json()).containsEntry("view", "market").containsEntry("max_age", "30d");
    }

    @Test
    void showsHowColumnsFollowFromAStream() throws Exception {
        Path features = Files.createDirectories(folder.resolve("config").resolve("features"));
        Files.writeString(features.resolve("spending.yaml"), STREAM);

        Commands.Result shown = Commands.run(home, "features", "show", "spending", "--config", folder + "/config");

        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(words(shown))
                .contains(
                        "source stream of topic payments, every 5m, to topic features.spending",
                        "freshness unknown: no pipeline uses the view, and so says where its topic is",
                        "max age 36h",
                        "computed sum of amount over 1d",
                        "computed count over 30d",
                        "computed spent / calls");
    }

    @Test
    void saysThatARedisServerDoesNotAnswer() throws Exception {
        Path features = Files.createDirectories(folder.resolve("config").resolve("features"));
        Files.writeString(features.resolve("market.yaml"), """
                view: market
                owner: me
                description: prices
                key: zip
                columns: { price: { type: float, meaning: a price } }
                max-age: 1h
                source: { redis: { url: "redis://127.0.0.1:1" } }
                """);

        Commands.Result shown = Commands.run(home, "features", "show", "market", "--config", folder + "/config");

        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(words(shown))
                .contains(
                        "source Redis keys market:{key}",
                        "freshness unknown: feature store does not answer: view=market, url=redis://127.0.0.1:1,"
                                + " cause=Connection refused");
    }

    @Test
    void hintsAtTheNearestView() {
        Commands.Result shown = Commands.run(home, "features", "show", "zip_markt", "--config", SHIPPED);

        assertThat(shown.exitCode()).isEqualTo(2);
        assertThat(shown.err()).contains("no such view: view=zip_markt").contains("zip_market?");
    }

    @Test
    void checksEveryFileTogether() throws Exception {
        assertThat(Commands.run(home, "features", "check", "--config", SHIPPED).exitCode())
                .isZero();

        Path features = Files.createDirectories(folder.resolve("config").resolve("features"));
        Files.writeString(features.resolve("spending.yaml"), STREAM.replace("of: amount", "of: amont"));
        Files.writeString(features.resolve("other.yaml"), STREAM);
        Commands.Result checked = Commands.run(home, "features", "check", "--config", folder + "/config");

        assertThat(checked.exitCode()).isEqualTo(2);
        assertThat(checked.err())
                .contains("must be the name of its file, other")
                .contains("did you mean amount?");
    }

    private static List<String> words(Commands.Result result) {
        return result.out().stream().map(line -> line.replaceAll(" +", " ")).toList();
    }

    @Test
    void namesAFolderThatIsNone() {
        Commands.Result listed = Commands.run(home, "features", "list", "--config", folder + "/nosuch");

        assertThat(listed.exitCode()).isEqualTo(2);
        assertThat(listed.err()).contains("folder does not exist: folder=" + folder + "/nosuch");
    }
}
