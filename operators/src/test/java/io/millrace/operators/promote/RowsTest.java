package io.millrace.operators.promote;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.feature.Values;
import io.millrace.models.learn.Labels;
import io.millrace.models.promote.LabeledPair;
import io.millrace.models.promote.Pair;
import io.millrace.models.promote.QualityFloor.Told;
import io.millrace.operators.learn.School;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Scored;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsTest {
    @TempDir
    Path folder;

    private int schools;

    @Test
    void aFirstLabelSaysHowGoodTheVersionWasThatServed() throws Exception {
        assertThat(labeled(Feedback.Kind.TRUTH, "champion", null))
                .containsExactly(new Observed.Labeled(new Told(1, 3, 2.5)));
        assertThat(labeled(Feedback.Kind.TRUTH, "champion", new Scored.Shadow(2, new float[] {4})))
                .containsExactly(
                        new Observed.Labeled(new Told(1, 3, 2.5)),
                        new Observed.Judged(new LabeledPair(1, 2, new Pair(0.5, 1))));
        assertThat(labeled(Feedback.Kind.TRUTH, "canary", new Scored.Shadow(2, new float[] {4})))
                .as("the candidate, which is 1 here, served")
                .containsExactly(
                        new Observed.Labeled(new Told(1, 3, 2.5)),
                        new Observed.Judged(new LabeledPair(2, 1, new Pair(1, 0.5))));
    }

    @Test
    void whatComesLaterOrIsNoNumberSaysNothing() throws Exception {
        assertThat(labeled(Feedback.Kind.CORRECTION, "champion", null)).isEmpty();
        assertThat(labeled(Feedback.Kind.ABSENT, "champion", null)).isEmpty();
        School school = school("retrain: { quality-below: 0.5 }");
        Feedback text = feedback(Feedback.Kind.TRUTH, "three", "champion", null);
        assertThat(Rows.labeled(text, school.pipeline(), labels(school))).isEmpty();
    }

    @Test
    void withoutAFloorOnlyPairsAreOfUse() throws Exception {
        School school = school("");
        assertThat(Rows.labeled(
                        feedback(Feedback.Kind.TRUTH, "3", "champion", new Scored.Shadow(2, new float[] {4})),
                        school.pipeline(),
                        labels(school)))
                .containsExactly(new Observed.Judged(new LabeledPair(1, 2, new Pair(0.5, 1))));
    }

    private List<Observed> labeled(Feedback.Kind kind, String variant, Scored.@Nullable Shadow shadow)
            throws Exception {
        School school = school("retrain: { quality-below: 0.5 }");
        return Rows.labeled(feedback(kind, "3", variant, shadow), school.pipeline(), labels(school));
    }

    private School school(String more) throws Exception {
        return School.open(folder.resolve("s" + schools++), "{}", more);
    }

    private static Labels labels(School school) throws Exception {
        return Labels.known(
                school.pipeline().model(),
                school.registry().manifest(School.MODEL, 1).content().output());
    }

    private static Feedback feedback(Feedback.Kind kind, String label, String variant, Scored.@Nullable Shadow shadow) {
        Scored scored = new Scored(
                "points-0-1",
                "e1",
                "k",
                School.BEGIN,
                new ModelStamp(School.MODEL, 1, "hash", variant, 0.5),
                new float[] {2.5f},
                shadow,
                Values.ofNumbers(1, 2, 3));
        return new Feedback(scored, kind, kind == Feedback.Kind.ABSENT ? null : label, null, null, Double.NaN);
    }
}
