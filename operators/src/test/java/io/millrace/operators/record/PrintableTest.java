package io.millrace.operators.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void dropsWhatIsNotPrintable() {
        assertThat(Printable.line("a\u0000b\r\nc\u202ed\u2028e\uD800f😀é", 100)).isEqualTo("abcdef😀é");
        assertThat(Printable.line("plain", 100)).isEqualTo("plain");
    }

    @Test
    void cutsWithoutPartingAPair() {
        assertThat(Printable.line("ab😀", 3)).isEqualTo("ab");
        assertThat(Printable.line("ab😀", 4)).isEqualTo("ab😀");
        assertThat(Printable.line("x".repeat(600), 512)).hasSize(512);
    }

    @Test
    void quotesAndEscapes() {
        assertThat(Printable.quoted("a\"b\\c\n\u202e\uD800")).isEqualTo("\"a\\\"b\\\\c\\u000a\\u202e\\ud800\"");
        assertThat(Printable.quoted("x".repeat(100))).isEqualTo("\"" + "x".repeat(64) + "…\" (100 characters)");
    }
}
