package io.millrace.config.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> KNOWN = List.of("max-size", "max-delay", "order", "use");

    @Test
    void findsTheNameWithTheFewestEdits() {
        assertThat(Nearest.to("max-siez", KNOWN)).contains("max-size");
        assertThat(Nearest.to("maxdelay", KNOWN)).contains("max-delay");
        assertThat(Nearest.to("Order", KNOWN)).contains("order");
        assertThat(Nearest.to("ues", KNOWN)).contains("use");
    }

    @Test
    void findsNothingForAnotherWord() {
        assertThat(Nearest.to("bananas", KNOWN)).isEmpty();
        assertThat(Nearest.to("xyz", KNOWN)).isEmpty();
        assertThat(Nearest.to("", KNOWN)).isEmpty();
        assertThat(Nearest.to("x".repeat(100_000), KNOWN)).isEmpty();
    }

    @Test
    void hintsOnlyWhenThereIsOne() {
        assertThat(Nearest.hint("ordr", KNOWN)).isEqualTo("; did you mean order?");
        assertThat(Nearest.hint("bananas", KNOWN)).isEmpty();
    }
}
