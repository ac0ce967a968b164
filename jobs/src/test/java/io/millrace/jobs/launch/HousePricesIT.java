package io.millrace.jobs.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.embedded.Broker;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The shipped pipeline on real sales, from the file to the audit, with its state on disk and in the heap: the job of the
 * view goes on from one to the other. Less is trained than the pipeline says, on fewer rows,
 * so that it takes seconds.
 */
class HousePricesIT {
    private static final Path SHIPPED = Path.of("..", "config");
    private static final int TRAINED = 4_000;
    private static final int SCORED = 2_000;
    private static final String LATER = TRAINED + ":" + (TRAINED + SCORED);

    @TempDir
    static Path directory;

    private static String data = "";
    private static Home home;
    private static Broker broker;

    @BeforeAll
    static void trainOnTheFirstSales() throws Exception {
        data = SharedData.kingCounty().toString();
        home = new Home(directory.resolve("home"));
        broker = Broker.connectOrStart(home, 0, said -> {});
        Map<String, String> trained =
                json("train", pipeline("at-least-once"), "--data", data, "--rows", "0:" + TRAINED, "--json");
        assertThat(trained)
                .containsEntry("version", "1")
                .containsEntry("alias", "champion")
                .containsEntry("rows", Integer.toString(TRAINED))
                .containsEntry("bad_rows", "0");
        assertThat(trained).containsEntry("bad_events_of_zip_market", "0");
        String before = "0:" + TRAINED;
        json("replay", pipeline("at-least-once"), "--data", data, "--rows", before, "--as", "zip_market", "--json");
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exactly-once", "at-least-once"})
    void predictsEveryLaterSale(String delivery) throws Exception {
        String file = pipeline(delivery);

        String as = "events,zip_market,labels";
        assertThat(json("replay", file, "--data", data, "--rows", LATER, "--as", as, "--delay", "100", "--json"))
                .containsEntry("events", Integer.toString(SCORED));
        assertThat(json("run", file, "--until-idle", "1s", "--json"))
                .containsEntry("events_read", Integer.toString(SCORED))
                .containsEntry("restarts", "0")
                .containsEntry("zip_market.feature_restarts", "0")
                .containsEntry("learn_restarts", "0");
        Map<String, String> audit = json("audit", file, "--data", data, "--rows", LATER, "--json");

        assertThat(audit)
                .containsEntry("delivery", delivery)
                .containsEntry("inputs", Integer.toString(SCORED))
                .containsEntry("predictions", Integer.toString(SCORED))
                .containsEntry("compared", Integer.toString(SCORED))
                .containsEntry("dead_letters", "0")
                .containsEntry("missing", "0")
                .containsEntry("duplicates", "0")
                .containsEntry("unknown", "0");
        assertThat(Double.parseDouble(audit.get("r2"))).as("R²").isGreaterThan(0.87);
        assertThat(Double.parseDouble(audit.get("mae")))
                .as("mean absolute error")
                .isLessThan(70_000);
        assertFeaturesAreThoseOfTheirZipCode(file);
        assertServedIsWhatTheSalesSay(file);
        assertTheCatalogueKnowsTheNewestValues();
        if (delivery.equals("at-least-once")) {
            // Exactly once, the last rows may become visible when the job that learns has ended.
            assertEverySaleHasItsPrice(file);
        }
    }

    private static void assertEverySaleHasItsPrice(String file) {
        Commands.Result tail = Commands.run(home, "tail", file, "feedback", "--until-end", "--json");
        assertThat(tail.exitCode()).as(tail.err()).isZero();
        Map<String, Map<String, String>> last = new HashMap<>();
        for (String line : tail.out()) {
            Map<String, String> each = JsonFields.read(line.getBytes(UTF_8)).orElseThrow();
            last.put(each.get("prediction_id"), each);
        }
        assertThat(last).hasSize(SCORED);
        assertThat(last.values()).allSatisfy(each -> assertThat(each).containsEntry("kind", "TRUTH"));
    }

    private static void assertTheCatalogueKnowsTheNewestValues() {
        Commands.Result shown = Commands.run(
                home,
                "features",
                "show",
                "zip_market",
                "--config",
                directory.resolve("config").toString());
        assertThat(shown.out()).as(shown.err()).anyMatch(line -> line.matches("freshness +the newest [0-9]+d old"));
    }

    private static void assertFeaturesAreThoseOfTheirZipCode(String file) {
        Commands.Result tail = Commands.run(home, "tail", file, "predictions", "--until-end", "--json");
        assertThat(tail.exitCode()).as(tail.err()).isZero();
        long present = tail.out().stream()
                .map(line -> JsonFields.read(line.getBytes(UTF_8)).orElseThrow())
                .filter(prediction -> "PRESENT".equals(prediction.get("features.status")))
                .count();
        assertThat(present)
                .as("predictions with the features of their zip code")
                .isGreaterThan(SCORED * 99 / 100);
    }

    private static void assertServedIsWhatTheSalesSay(String file) {
        Commands.Result tail = Commands.run(home, "tail", file, "quality", "--until-end", "--json");
        assertThat(tail.exitCode()).as(tail.err()).isZero();
        Map<String, Map<String, String>> days = new HashMap<>();
        for (String line : tail.out()) {
            Map<String, String> day = JsonFields.read(line.getBytes(UTF_8)).orElseThrow();
            if ("feature-consistency".equals(day.get("kind"))) {
                days.put(day.get("feature") + "@" + day.get("minute"), day);
            }
        }
        assertThat(days.values()).allSatisfy(day -> assertThat(day)
                .containsEntry("mismatch", "0")
                .containsEntry("missing", "0")
                .containsEntry("extra", "0")
                .containsEntry("behind", "0")
                .containsEntry("unchecked", "0"));
        long rows = days.values().stream()
                .mapToLong(day -> Long.parseLong(day.get("rows")))
                .sum();
        assertThat(rows)
                .as("values compared; those of the last days wait for sales")
                .isGreaterThan(SCORED * 8 / 10);
    }

    /** The shipped pipeline with its own topics for each mode. */
    private static String pipeline(String delivery) throws IOException {
        String file = Files.readString(SHIPPED.resolve("pipelines/house-prices.yaml"))
                .replace("pipeline: house-prices", "pipeline: house-prices-" + delivery)
                .replace("topic: listings", "topic: listings-" + delivery);
        Path target = directory.resolve("config/pipelines/" + delivery + ".yaml");
        Path view = directory.resolve("config/features/zip_market.yaml");
        Files.createDirectories(target.getParent());
        Files.createDirectories(view.getParent());
        Files.writeString(view, Files.readString(SHIPPED.resolve("features/zip_market.yaml")));
        return Files.writeString(
                        target, file + """
                kafka: { delivery: %s }
                learning: { epochs: 15, members: 3 }
                monitoring: { consistency: { sample: 1 } }
                runtime: { checkpoint-interval: 500ms, state: %s }
                """.formatted(delivery, delivery.equals("exactly-once") ? "rocksdb" : "heap"))
                .toString();
    }

    private static Map<String, String> json(String... command) {
        Commands.Result result = Commands.run(home, command);
        assertThat(result.exitCode()).as("%s%n%s", result.out(), result.err()).isZero();
        return result.json();
    }
}
