package io.millrace.operators.quality;

import static io.millrace.operators.quality.Observations.absent;
import static io.millrace.operators.quality.Observations.labeled;
import static io.millrace.operators.quality.Observations.row;
import static io.millrace.operators.quality.Observations.scored;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.evaluate.Judge;
import io.millrace.models.evaluate.LiveMetrics;
import io.millrace.models.evaluate.Score;
import io.millrace.operators.quality.ModelQuality.Told;
import io.millrace.operators.quality.Observed.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ModelQualityTest {
    private static final long SECOND = 1000;

    private final Map<FigureKey, Told> told = new TreeMap<>();

    @Test
    void comesToWhatAnEvaluationComesTo() {
        long seed = 11;
        Random random = new Random(seed);
        Judge judge = Judge.ofClasses(List.of("DOWN", "UP"), 1);
        ModelQuality quality = quality(judge);
        Score score = new Score(judge);
        int delay = 48;
        List<Row> rows = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            boolean same = i > 0 && random.nextInt(4) > 0;
            labels.add(same ? labels.get(i - 1) : random.nextBoolean() ? "UP" : "DOWN");
            float output =
                    (float) (labels.get(i).equals("UP") ? 1 - random.nextDouble() * 0.7 : random.nextDouble() * 0.7);
            rows.add(row(i, i * SECOND, List.of(), output));
            int known = i - delay - 1;
            score.add(labels.get(i), known < 0 ? null : labels.get(known), new float[] {output}, 0);
        }
        for (int i = 0; i < rows.size(); i++) {
            quality.take(scored(rows.get(i)));
            if (i >= delay) {
                quality.take(labeled(rows.get(i - delay), labels.get(i - delay), null, delay * SECOND));
            }
        }
        for (int i = rows.size() - delay; i < rows.size(); i++) {
            quality.take(labeled(rows.get(i), labels.get(i), null, delay * SECOND));
        }

        assertThat(metrics(quality, 1, "champion", "all").lifetime())
                .as("seed=" + seed)
                .isEqualTo(score.byName())
                .containsKeys("accuracy", "log-loss", "auc", "f1", "kappa", "kappa-temporal", "calibration-error");
    }

    @Test
    void comesToTheSameWhateverWasCorrectedOrTakenBackOnTheWay() {
        ModelQuality quality = quality(Judge.ofNumbers());
        Score score = new Score(Judge.ofNumbers());
        for (int i = 0; i < 100; i++) {
            Row row = row(i, i * SECOND, List.of(), 10 * i);
            quality.take(labeled(row, "5", null, SECOND));
            if (i % 2 == 0) {
                quality.take(labeled(row, Integer.toString(9 * i), "5", SECOND));
                score.add(Integer.toString(9 * i), null, new float[] {10 * i}, 0);
            } else {
                quality.take(labeled(row, null, "5", SECOND));
            }
        }

        LiveMetrics metrics = metrics(quality, 1, "champion", "all");
        assertThat(metrics.labels()).isEqualTo(50);
        assertThat(metrics.lifetime()).isEqualTo(score.byName());
        assertThat(metrics.latest()).isEqualTo(score.byName());
    }

    @Test
    void leavesOutLabelsThatSayNothingUntilTheyDo() {
        ModelQuality quality = quality(Judge.ofNumbers());
        Row row = row(0, 0, List.of(), 3);
        quality.take(labeled(row, "much", null, 0));
        assertThat(told(quality)).isEmpty();
        quality.take(labeled(row, "5", "much", 0));
        assertThat(metrics(quality, 1, "champion", "all").lifetime()).containsEntry("mae", 2.0);
        quality.take(labeled(row, "more", "5", 0));
        assertThat(metrics(quality, 1, "champion", "all").labels()).isZero();
        quality.take(labeled(row, "4", "more", 0));
        assertThat(metrics(quality, 1, "champion", "all").lifetime()).containsEntry("mae", 1.0);
    }

    @Test
    void tellsVersionsAndSlicesApart() {
        ModelQuality quality = quality(Judge.ofNumbers(), "zip", "rooms");
        quality.take(labeled(row(0, 0, List.of("98103", "2"), 10, 13), "12", null, 0));
        quality.take(labeled(row(1, 1, List.of("98103", ""), 20), "30", null, 0));

        assertThat(told(quality)).extracting(FigureKey::toString).hasSize(7);
        assertThat(metrics(quality, 1, "champion", "all").lifetime()).containsEntry("mae", 6.0);
        assertThat(metrics(quality, 1, "champion", "zip=98103").lifetime()).containsEntry("mae", 6.0);
        assertThat(metrics(quality, 1, "champion", "rooms=2").lifetime()).containsEntry("mae", 2.0);
        assertThat(metrics(quality, 1, "champion", "rooms=").lifetime()).containsEntry("mae", 10.0);
        assertThat(metrics(quality, 2, "shadow", "rooms=2").lifetime()).containsEntry("mae", 1.0);
    }

    @Test
    void saysHowManyLabelsHaveComeAndHowManyAreExpected() {
        ModelQuality quality = quality(Judge.ofNumbers());
        for (int i = 0; i < 100; i++) {
            Row row = row(i, i * SECOND, List.of(), 1);
            quality.take(scored(row));
            if (i < 50) {
                quality.take(labeled(row, "1", null, 40 * SECOND));
            } else if (i < 60) {
                quality.take(absent(row));
            }
        }
        told(quality);
        Told figure = figure(1, "champion", "all");

        assertThat(figure.nowMillis()).isEqualTo(99 * SECOND);
        assertThat(figure.figure().rows().rows()).isEqualTo(100);
        assertThat(figure.figure().absences()).isEqualTo(10);
        assertThat(figure.maturity()).as("rows that are 40 s old").isBetween(0.5, 0.7);
    }

    @Test
    void tellsOnlyWhatHasChanged() {
        ModelQuality quality = quality(Judge.ofNumbers(), "zip");
        quality.take(scored(row(0, 0, List.of("a"), 1)));
        assertThat(told(quality)).isEmpty();
        quality.take(labeled(row(1, 0, List.of("b"), 1), "1", null, 0));
        assertThat(told(quality)).extracting(FigureKey::slice).containsExactly("all", "zip=b");
        assertThat(told(quality)).isEmpty();
        List<String> grown = new ArrayList<>();
        quality.tellGrown(each -> grown.add(each.key().slice()));
        assertThat(grown).as("told with its labels already: all").containsExactly("zip=a");
    }

    @Test
    void keepsTheVersionsThatWereLastHeardOf() {
        ModelQuality quality = quality(Judge.ofNumbers());
        for (int version = 1; version <= ModelQuality.MOST + 2; version++) {
            quality.take(versionOf(version));
        }
        assertThat(quality.close()).containsExactlyInAnyOrder("1/champion", "2/champion");
        told(quality);
        quality.take(versionOf(1));
        assertThat(told(quality)).isEmpty();
        quality.take(versionOf(3));
        assertThat(told(quality)).hasSize(1);
    }

    /* A job that is behind with labels has heard of many versions more when they come. */
    @Test
    void keepsAVersionWhoseLabelsHaveNotCome() {
        ModelQuality quality = quality(Judge.ofNumbers());
        int versions = 2 * ModelQuality.MOST;
        for (int version = 1; version <= versions; version++) {
            quality.take(scored(rowOf(version)));
        }
        assertThat(quality.close()).isEmpty();
        for (int version = 1; version <= versions; version++) {
            quality.take(versionOf(version));
        }
        assertThat(told(quality)).hasSize(versions);
        assertThat(quality.close()).hasSize(versions - ModelQuality.MOST);
    }

    @Test
    void keepsNoMoreThanItMayOfThoseThatWait() {
        ModelQuality quality = quality(Judge.ofNumbers());
        for (int version = 1; version <= ModelQuality.MOST_WAITING + 2; version++) {
            quality.take(scored(rowOf(version)));
        }
        assertThat(quality.close()).containsExactlyInAnyOrder("1/champion", "2/champion");
    }

    private static Observed versionOf(int version) {
        return labeled(rowOf(version), "1", null, 0);
    }

    private static Row rowOf(int version) {
        List<Observed.Said> said = List.of(new Observed.Said(version, "champion", new float[] {1}));
        return new Row(Observations.MODEL, "v" + version, 0, said, List.of());
    }

    private static ModelQuality quality(Judge judge, String... slices) {
        return new ModelQuality(
                new ModelQuality.Settings(Observations.MODEL, List.of(slices), (model, version, outputs) -> judge));
    }

    private LiveMetrics metrics(ModelQuality quality, int version, String variant, String slice) {
        told(quality);
        return Objects.requireNonNull(figure(version, variant, slice).figure().metrics());
    }

    private Told figure(int version, String variant, String slice) {
        return Objects.requireNonNull(told.get(new FigureKey(version, variant, slice)));
    }

    private List<FigureKey> told(ModelQuality quality) {
        List<FigureKey> keys = new ArrayList<>();
        quality.tellLabeled(each -> {
            told.put(each.key(), each);
            keys.add(each.key());
        });
        return keys;
    }
}
