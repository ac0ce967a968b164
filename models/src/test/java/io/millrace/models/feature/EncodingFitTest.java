package io.millrace.models.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.config.FieldConfig.Encode;
import io.millrace.config.FieldType;
import io.millrace.models.feature.Encoding.Numeric;
import io.millrace.models.feature.Encoding.OneHot;
import io.millrace.models.feature.Encoding.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EncodingFitTest {

    @Test
    void learnsMeanAndDeviation() throws Exception {
        assertThat(numeric(Encode.STANDARD, 1, 3))
                .isEqualTo(new Numeric(Scale.STANDARD, 2, 1, 2, /* indicator= */ false));
    }

    @Test
    void leavesMissingNumbersOutOfTheMeanAndMarksThem() throws Exception {
        assertThat(numeric(Encode.STANDARD, 1, Double.NaN, 3))
                .isEqualTo(new Numeric(Scale.STANDARD, 2, 1, 2, /* indicator= */ true));
    }

    @Test
    void fillsInTheNumberWhoseLogarithmIsTheMean() throws Exception {
        Numeric log = numeric(Encode.LOG, Math.expm1(2), Math.expm1(4));

        assertThat(log.mean()).isCloseTo(3, within(1e-12));
        assertThat(log.fill()).isCloseTo(Math.expm1(3), within(1e-9));
    }

    @Test
    void scalesAConstantByOne() throws Exception {
        assertThat(numeric(Encode.STANDARD, 0.1, 0.1, 0.1).deviation()).isEqualTo(1);
    }

    @Test
    void encodesAColumnWithoutAnyNumberAsZero() throws Exception {
        assertThat(numeric(Encode.AUTO, Double.NaN, Double.NaN))
                .isEqualTo(new Numeric(Scale.STANDARD, 0, 1, 0, /* indicator= */ true));
    }

    @Test
    void takesTheLogarithmOfNumbersThatAreFarFromSymmetric() throws Exception {
        double[] lots =
                IntStream.range(0, 100).mapToDouble(i -> Math.exp(i / 8.0)).toArray();
        double[] years = IntStream.range(0, 100).mapToDouble(i -> 1900 + i).toArray();

        assertThat(numeric(Encode.AUTO, lots).scale()).isEqualTo(Scale.LOG);
        assertThat(numeric(Encode.AUTO, years).scale()).isEqualTo(Scale.STANDARD);
    }

    @Test
    void keepsNumbersWhoseLogarithmIsNoBetter() throws Exception {
        double[] mostlyZero =
                IntStream.range(0, 100).mapToDouble(i -> i < 95 ? 0 : 2000 + i).toArray();

        assertThat(numeric(Encode.AUTO, mostlyZero).scale()).isEqualTo(Scale.STANDARD);
    }

    @Test
    void leavesBooleansAsTheyAre() throws Exception {
        Schema schema = new Schema(List.of(new Column("sold", FieldType.BOOL, 1)));

        assertThat(new EncodingFit(schema, List.of(Values.ofNumbers(1), Values.ofNumbers(0)), 4)
                        .fit(0, Encode.AUTO)
                        .encoding())
                .isEqualTo(Numeric.raw(0.5, /* indicator= */ false));
    }

    @Test
    void ordersAVocabularyByFrequencyThenByName() throws Exception {
        assertThat(oneHot(10, "c", "b", "a", "b", "a", "d").vocabulary()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void keepsTheMostFrequentTexts() throws Exception {
        assertThat(oneHot(2, "c", "b", "a", "b", "a", "d").vocabulary()).containsExactly("a", "b");
    }

    @Test
    void leavesOutTextsThatAManifestCannotHold() throws Exception {
        assertThat(oneHot(10, "a", "", " ", "two\nlines", "x".repeat(1001), "ü").vocabulary())
                .containsExactly("a", "ü");
    }

    @Test
    void refusesToScaleACategory() {
        assertThatThrownBy(() -> texts("a").fit(0, Encode.LOG))
                .isInstanceOf(EncodingException.class)
                .hasMessage("column cannot be encoded like that: column=zip, type=CATEGORY, encode=LOG;"
                        + " write encode: auto");
    }

    @Test
    void refusesTheVocabularyOfANumber() {
        assertThatThrownBy(() -> numeric(Encode.ONE_HOT, 1))
                .isInstanceOf(EncodingException.class)
                .hasMessage("column cannot be encoded like that: column=sqft, type=FLOAT, encode=ONE_HOT;"
                        + " write encode: auto");
    }

    private static Numeric numeric(Encode encode, double... numbers) throws EncodingException {
        Schema schema = new Schema(List.of(new Column("sqft", FieldType.FLOAT, 1)));
        List<Values> rows = new ArrayList<>();
        for (double number : numbers) {
            rows.add(Values.ofNumbers(number));
        }
        return (Numeric) new EncodingFit(schema, rows, 4).fit(0, encode).encoding();
    }

    private static OneHot oneHot(int max, String... texts) throws EncodingException {
        Schema schema = new Schema(List.of(new Column("zip", FieldType.CATEGORY, 1)));
        return (OneHot)
                new EncodingFit(schema, rows(texts), max).fit(0, Encode.AUTO).encoding();
    }

    private static EncodingFit texts(String... texts) {
        return new EncodingFit(new Schema(List.of(new Column("zip", FieldType.CATEGORY, 1))), rows(texts), 4);
    }

    private static List<Values> rows(String... texts) {
        return Stream.of(texts)
                .map(text -> new Values(new double[1], new String[] {text}, new float[0][]))
                .toList();
    }
}
