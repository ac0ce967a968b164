package io.millrace.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final float[] HALF = {0.5f};

    @Test
    void readsNumbers() {
        assertThat(Judge.ofNumbers().judge("12.5", "3", new float[] {0, 13}, 1))
                .isEqualTo(new Judged(12.5, 13, Float.NaN, Float.NaN, Judged.UNKNOWN));
    }

    @Test
    void takesTheSecondOfTwoClassesForPositive() {
        Judge judge = Judge.ofClasses(List.of("DOWN", "UP"), 1);
        assertThat(judge.judge("UP", "DOWN", new float[] {0.75f}, 0)).isEqualTo(new Judged(1, 1, 0.75f, 0.75f, 0));
        assertThat(judge.judge("DOWN", "?", HALF, 0)).isEqualTo(new Judged(0, 0, 0.5f, 0.5f, Judged.UNKNOWN));
    }

    @Test
    void readsTwoClassesWithAnOutputEach() {
        Judge judge = Judge.ofClasses(List.of("a", "b"), 2);
        assertThat(judge.judge("a", null, new float[] {0, 0.75f, 0.25f}, 1))
                .isEqualTo(new Judged(0, 0, 0.25f, 0.75f, Judged.UNKNOWN));
    }

    @Test
    void numbersClassesWithoutNames() {
        assertThat(Judge.ofNumbered(1).judge("true", "0", HALF, 0)).isEqualTo(new Judged(1, 0, 0.5f, 0.5f, 0));
        assertThat(Judge.ofNumbered(3).judge("2", null, new float[] {0.25f, 0.5f, 0.25f}, 0))
                .isEqualTo(new Judged(2, 1, 0.25f, 0.5f, Judged.UNKNOWN));
    }

    @Test
    void leavesOutWhatCannotBeJudged() {
        assertThat(Judge.ofNumbers().judge("many", null, HALF, 0)).isNull();
        assertThat(Judge.ofNumbers().judge("1", null, new float[] {Float.NaN}, 0))
                .isNull();
        assertThat(Judge.ofNumbered(1).judge("maybe", null, HALF, 0)).isNull();
        assertThat(Judge.ofNumbered(3).judge("1", null, HALF, 0)).isNull();
    }

    @Test
    void needsClassesThatFitTheOutputs() {
        assertThatThrownBy(() -> Judge.ofClasses(List.of("a", "b", "c"), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("classes do not fit the outputs: classes=3, outputs=2, min=2");
    }
}
