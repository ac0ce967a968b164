package io.millrace.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChartTest {
    @Test
    void drawsOneColumnPerValueUpToTheHighest() {
        assertThat(Chart.spark(List.of(0.0, 1.0, 4.0, 8.0), 10)).isEqualTo("▁▁▄█");
        assertThat(Chart.spark(List.of(0.0, 0.0), 10)).isEqualTo("▁▁");
        assertThat(Chart.spark(List.of(), 10)).isEmpty();
    }

    @Test
    void leavesABlankWhereNothingIsKnown() {
        assertThat(Chart.spark(List.of(8.0, Double.NaN, 4.0), 10)).isEqualTo("█ ▄");
    }

    @Test
    void averagesValuesThatHaveNoColumnOfTheirOwn() {
        assertThat(Chart.spark(List.of(8.0, 8.0, 0.0, 8.0, Double.NaN, 4.0), 3)).isEqualTo("█▄▄");
    }

    @Test
    void drawsBarsInEighths() {
        assertThat(Chart.bar(0, 4)).isEmpty();
        assertThat(Chart.bar(0.5, 4)).isEqualTo("██");
        assertThat(Chart.bar(0.53125, 4)).isEqualTo("██▏");
        assertThat(Chart.bar(1.7, 4)).isEqualTo("████");
    }

    @Test
    void showsThatThereIsALittle() {
        assertThat(Chart.bar(0.0001, 4)).isEqualTo("▏");
    }
}
