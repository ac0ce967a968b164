package io.millrace.operators.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.FieldType;
import io.millrace.config.ViewConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowDraftTest {
    private static final List<ViewConfig.Column> COLUMNS = List.of(
            Views.column("float", FieldType.FLOAT, null),
            Views.column("int", FieldType.INT, null),
            Views.column("bool", FieldType.BOOL, null),
            Views.column("category", FieldType.CATEGORY, null));

    private final RowDraft draft = new RowDraft(COLUMNS);

    @ParameterizedTest
    @CsvSource({
        "0, 1.5, 1.5",
        "0, -2e3, -2000",
        "0, .5, 0.5",
        "0, 7., 7",
        "0, ' 1', NaN",
        "0, '', NaN",
        "0, 1d, NaN",
        "0, 0x10, NaN",
        "0, NaN, NaN",
        "0, Infinity, NaN",
        "0, 1e999, NaN",
        "0, '1,5', NaN",
        "1, 1099511627776, 1099511627776",
        "1, 3.0, 3",
        "1, 3.5, NaN",
        "2, true, 1",
        "2, 0, 0",
        "2, yes, NaN"
    })
    void readsNumbersAndLeavesOutWhatIsNone(int column, String text, Double number) {
        draft.put(column, text);
        assertThat(draft.finish().values().number(column)).isEqualTo(number);
    }

    @Test
    void keepsTextsAsTheyAre() {
        draft.put(3, " naïve 日本語 ");
        assertThat(draft.finish().values().text(3)).isEqualTo(" naïve 日本語 ");
    }

    @ParameterizedTest
    @CsvSource({
        "1793534400123, 1793534400123",
        "2026-11-01T12:00:00.123Z, 1793534400123",
        "2026-11-01T12:00:00.123, 1793534400123",
        "2026-11-01T14:00:00.123+02:00, 1793534400123",
        "2026-11-01, -9223372036854775808",
        "noon, -9223372036854775808",
        "+999999999-12-31T23:59:59Z, -9223372036854775808",
        "99999999999999999999, -9223372036854775808"
    })
    void readsTimes(String text, long millis) {
        draft.time(text);
        assertThat(draft.finish().timeMillis()).isEqualTo(millis);
    }

    @Test
    void isEmptyWithoutAnything() {
        assertThat(draft.finish().timeMillis()).isEqualTo(FeatureRow.UNKNOWN_TIME);
        for (int column = 0; column < COLUMNS.size(); column++) {
            assertThat(draft.finish().values().number(column)).isNaN();
            assertThat(draft.finish().values().text(column)).isNull();
        }
    }
}
