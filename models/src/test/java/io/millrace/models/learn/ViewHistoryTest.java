package io.millrace.models.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.config.PipelineConfig;
import io.millrace.models.feature.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training rows have the values of a view as they were at their times, whatever comes later in the file. */
class ViewHistoryTest {
    private static final String HEADER = "id,sold,zip,rooms,area,garden,price\n";

    @TempDir
    private Path folder;

    private PipelineConfig pipeline;

    @BeforeEach
    void readPipeline() throws Exception {
        pipeline = TestPipeline.read(folder);
    }

    @Test
    void countsAnEventFromTheSlideAfterItOn() throws Exception {
        List<Values> joined = join("""
                1,2015-01-01,98001,3,100,,100
                2,2015-01-01,98001,3,100,,900
                3,2015-01-02,98001,3,100,,300
                4,2015-01-02,98002,3,100,,500
                5,2015-01-05,98001,3,100,,700
                """);

        assertThat(joined).extracting(row -> row.number(4)).as("median").containsExactly(7.0, 7.0, 5.0, 7.0, 3.0);
        assertThat(joined).extracting(row -> row.number(5)).as("sales").containsExactly(0.0, 0.0, 2.0, 0.0, 3.0);
    }

    /* The watermark passes the end of a day with an event that is max-lateness later: no running job knows it before. */
    @Test
    void doesNotKnowASlideBeforeARunningJobCan() throws Exception {
        String sales = """
                1,2015-01-01,98001,3,100,,100
                2,2015-01-02,98001,3,100,,300
                3,2015-01-03,98001,3,100,,500
                4,2015-01-04,98001,3,100,,700
                """;

        for (String after : List.of("", "    known-after: 1d\n")) {
            pipeline = TestPipeline.read(
                    folder, TestPipeline.YAML, TestPipeline.VIEW.replace("    known-after: 0ms\n", after));
            assertThat(join(sales))
                    .as("known after: %s", after.isEmpty() ? "max-lateness, which is not over when a day begins" : "1d")
                    .extracting(row -> row.number(5))
                    .containsExactly(0.0, 0.0, 1.0, 2.0);
        }
    }

    /* Of late events the watermark is the newest one's that has come, less the lateness; known-after is not added to that. */
    @Test
    void knowsOfLateEventsWhatTheirWatermarkHasPassed() throws Exception {
        String sales = "";
        for (int day = 1; day <= 8; day++) {
            sales += day + ",2015-01-0" + day + ",98001,3,100,,100\n";
        }

        for (String after : List.of("0ms", "3d")) {
            pipeline = TestPipeline.read(
                    folder, TestPipeline.YAML, TestPipeline.VIEW.replace("known-after: 0ms", "known-after: " + after));
            assertThat(join(read(sales), /* late= */ 2))
                    .as("the third newest is three days old, and its own day is not over: %s", after)
                    .extracting(row -> row.number(5))
                    .containsExactly(0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 3.0);
        }
    }

    @Test
    void doesNotSeeTheFuture() throws Exception {
        String past = "1,2015-01-01,98001,3,100,,300\n2,2015-01-03,98001,3,100,,300\n";
        String planted = "";
        for (int i = 0; i < 50; i++) {
            planted += (3 + i) + ",2015-01-03,98001,3,100,,99900\n" + (100 + i) + ",2015-02-01,98001,3,100,,99900\n";
        }

        assertThat(join(past + planted).subList(0, 2)).isEqualTo(join(past));
    }

    /** The price of each house is a secret until it is sold: a view that leaked it would explain all of it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void doesNotTellTheLabelOfItsOwnRow(long seed) throws Exception {
        Random random = new Random(seed);
        StringBuilder csv = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            csv.append(String.format(
                    Locale.ROOT,
                    "%d,%s,zip%d,3,100,,%.2f%n",
                    i,
                    LocalDate.of(2015, 1, 1).plusDays(i / 4),
                    i,
                    100 + 900 * random.nextDouble()));
        }

        List<Values> joined = join(csv.toString());

        assertThat(joined)
                .as("seed %d: every zip code has one sale, its own", seed)
                .allSatisfy(row -> assertThat(row.number(4)).isEqualTo(7));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void equalsWhatIsComputedFromAllEarlierEvents(long seed) throws Exception {
        Random random = new Random(seed);
        List<double[]> sales = new ArrayList<>();
        StringBuilder csv = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            double[] sale = {random.nextInt(60), random.nextInt(3), 1 + random.nextInt(500)};
            sales.add(sale);
            csv.append(String.format(
                    Locale.ROOT,
                    "%d,%s,zip%d,3,100,,%.0f%n",
                    i,
                    LocalDate.of(2015, 1, 1).plusDays((long) sale[0]),
                    (int) sale[1],
                    sale[2]));
        }
        LabeledRows rows = read(csv.toString());
        List<Values> joined = join(rows);

        for (int i = 0; i < rows.rows().size(); i++) {
            double[] own = sales.get((int) rows.rows().get(i).source().line() - 2);
            double[] before = sales.stream()
                    .filter(sale -> sale[1] == own[1] && sale[0] < own[0])
                    .mapToDouble(sale -> sale[2] / 100)
                    .sorted()
                    .toArray();
            assertThat(joined.get(i).number(5)).as("seed %d, row %d", seed, i).isEqualTo(before.length);
            assertThat(joined.get(i).number(4))
                    .as("seed %d, row %d, %s", seed, i, Arrays.toString(before))
                    .isEqualTo(before.length == 0 ? 7 : median(before), within(1e-9));
        }
    }

    private static double median(double[] sorted) {
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    @Test
    void leavesOutWhatTheStreamWouldRefuseOrHasHad() throws Exception {
        String sales = """
                1,2015-01-01,98001,3,100,,300
                1,2015-01-01,98001,3,100,,300
                2,2015-01-01,98001,3,100,,-5
                3,2015-01-01,,3,100,,300
                """;
        CsvTable events = table("events.csv", sales);
        LabeledRows rows = read("9,2015-01-02,98001,3,100,,100\n");

        ViewHistory history = ViewHistory.of(
                pipeline.features().get(0).view(),
                events,
                EntityKey.of(rows.table(), pipeline.events(), "zip"),
                rows.rows(),
                0);

        assertThat(history.bad())
                .containsExactly(
                        new BadRow(4, "value is out of bounds: column=price, value=-5, min=0.0, max=null"),
                        new BadRow(5, "key is missing: column=zip"));
        assertThat(FeatureJoin.of(pipeline, rows.table(), Map.of("market", history))
                        .join(rows.rows())
                        .get(0)
                        .number(5))
                .isEqualTo(1);
    }

    private List<Values> join(String csv) throws Exception {
        return join(read(csv));
    }

    private List<Values> join(LabeledRows rows) throws Exception {
        return join(rows, /* late= */ 0);
    }

    private List<Values> join(LabeledRows rows, int late) throws Exception {
        EntityKey key = EntityKey.of(rows.table(), pipeline.events(), "zip");
        ViewHistory history = ViewHistory.of(pipeline.features().get(0).view(), rows.table(), key, rows.rows(), late);
        return FeatureJoin.of(pipeline, rows.table(), Map.of("market", history)).join(rows.rows());
    }

    private LabeledRows read(String csv) throws Exception {
        return LabeledRows.read(table("rows.csv", csv), pipeline);
    }

    private CsvTable table(String name, String csv) throws Exception {
        Path file = Files.writeString(folder.resolve(name), HEADER + csv);
        return CsvTable.read(file, pipeline.events().time());
    }
}
