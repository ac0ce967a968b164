package io.millrace.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void keepThreeDigits() {
        assertThat(Figures.digits(0.91449)).isEqualTo("0.914");
        assertThat(Figures.digits(8.349)).isEqualTo("8.35");
        assertThat(Figures.digits(14.76)).isEqualTo("14.8");
        assertThat(Figures.digits(99.97)).isEqualTo("100");
        assertThat(Figures.digits(166_412.7)).isEqualTo("166,413");
        assertThat(Figures.digits(0.003859)).isEqualTo("0.00386");
        assertThat(Figures.digits(0)).isEqualTo("0");
        assertThat(Figures.digits(Double.NaN)).isEqualTo("–");
    }

    @Test
    void dropZerosInSentences() {
        assertThat(Figures.brief(96)).isEqualTo("96");
        assertThat(Figures.brief(1.5)).isEqualTo("1.5");
        assertThat(Figures.brief(200)).isEqualTo("200");
    }

    @Test
    void writeGoalsAsPeopleDo() {
        assertThat(Figures.plain(15)).isEqualTo("15");
        assertThat(Figures.plain(0.85)).isEqualTo("0.85");
        assertThat(Figures.plain(99.9)).isEqualTo("99.9");
    }

    @Test
    void turnLongTimesIntoSeconds() {
        assertThat(Figures.millis(9.239)).isEqualTo("9.24 ms");
        assertThat(Figures.millis(1_234)).isEqualTo("1.23 s");
    }
}
