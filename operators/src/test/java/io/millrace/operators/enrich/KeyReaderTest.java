package io.millrace.operators.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.operators.record.KeyReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyReaderTest {

    private static @Nullable String number(String field, double value) {
        return KeyReader.of(Events.CONFIG, field).key(Events.of(7, "98103", value, value, value));
    }

    @Test
    void readsTextsAsTheyAre() {
        KeyReader zipcode = KeyReader.of(Events.CONFIG, "zipcode");
        assertThat(zipcode.key(Events.of(7, "98103"))).isEqualTo("98103");
        assertThat(zipcode.key(Events.of(7, ""))).isEmpty();
        assertThat(zipcode.key(Events.of(7, null))).isNull();
    }

    @Test
    void writesWholeNumbersWithoutAPoint() {
        assertThat(number("district", 98103)).isEqualTo("98103");
        assertThat(number("district", -1e15)).isEqualTo("-1000000000000000");
        assertThat(number("district", Double.NaN)).isNull();
        assertThat(number("sqft", 98103)).isEqualTo("98103");
        assertThat(number("sqft", 0.5)).isEqualTo("0.5");
        assertThat(number("sqft", 1e300)).isEqualTo("1.0E300");
        assertThat(number("sqft", Double.NaN)).isNull();
    }

    @Test
    void writesTruthsAsWords() {
        assertThat(number("sold", 1)).isEqualTo("true");
        assertThat(number("sold", 0)).isEqualTo("false");
        assertThat(number("sold", Double.NaN)).isNull();
    }

    @Test
    void readsIdAndKeyThatAreNotDeclared() {
        assertThat(number("id", 1)).isEqualTo("id 7");
        assertThat(number("house", 1)).isEqualTo("house 7");
    }

    @Test
    void refusesFieldsThatCannotBeKeys() {
        assertThatThrownBy(() -> KeyReader.of(Events.CONFIG, "zip"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("events have no field for the key of a view: key=zip; declare the field under events");
        assertThatThrownBy(() -> KeyReader.of(Events.CONFIG, "photo"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a vector cannot be the key of a view: key=photo, type=VECTOR");
    }
}
