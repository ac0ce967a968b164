package io.millrace.models.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.millrace.config.FieldType;
import io.millrace.models.feature.Encoding.Index;
import io.millrace.models.feature.Encoding.Numeric;
import io.millrace.models.feature.Encoding.OneHot;
import io.millrace.models.feature.Encoding.Scale;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorMemory;
import io.millrace.models.tensor.TensorSpec.Element;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaEncoderTest {
    private static final Schema SCHEMA = new Schema(List.of(
            new Column("sqft", FieldType.FLOAT, 1),
            new Column("zip", FieldType.CATEGORY, 1),
            new Column("image", FieldType.VECTOR, 2)));

    private final TensorMemory memory = new TensorMemory(1 << 20);

    @AfterEach
    void nothingStaysAllocated() {
        memory.close();
    }

    @Test
    void writesRawNumbersAsTheyAre() throws Exception {
        assertThat(encode(Numeric.raw(-1, /* indicator= */ false), row(2.5))).containsExactly(2.5f);
    }

    @Test
    void encodersOfEqualEncodingsAndSchemasAreEqual() throws Exception {
        assertThat(encoder(10)).isEqualTo(encoder(10)).hasSameHashCodeAs(encoder(10));
        assertThat(encoder(10)).isNotEqualTo(encoder(11));
    }

    private static SchemaEncoder encoder(double mean) throws EncodingException {
        Encoding encoding = new Numeric(Scale.STANDARD, mean, 4, 10, /* indicator= */ false);
        return SchemaEncoder.bind(
                List.of(new InputEncoding("x", Element.FLOAT32, List.of(new ColumnEncoding("sqft", encoding)))),
                SCHEMA);
    }

    @Test
    void scalesNumbers() throws Exception {
        Encoding encoding = new Numeric(Scale.STANDARD, 10, 4, 10, /* indicator= */ false);

        assertThat(encode(encoding, row(18))).containsExactly(2);
    }

    @Test
    void scalesTheLogarithmOfTheSizeAndKeepsTheSign() throws Exception {
        Encoding encoding = new Numeric(Scale.LOG, 1, 2, 0, /* indicator= */ false);

        assertThat(encode(encoding, row(Math.expm1(5)))).containsExactly(2);
        assertThat(encode(encoding, row(-Math.expm1(5)))).containsExactly(-3);
    }

    @Test
    void fillsInAMissingNumberBeforeScaling() throws Exception {
        Encoding encoding = new Numeric(Scale.STANDARD, 10, 4, 14, /* indicator= */ false);

        assertThat(encode(encoding, row(Double.NaN))).containsExactly(1);
    }

    @Test
    void marksAMissingNumber() throws Exception {
        Encoding encoding = Numeric.raw(7, /* indicator= */ true);

        assertThat(encode(encoding, row(Double.NaN))).containsExactly(7, 1);
        assertThat(encode(encoding, row(3))).containsExactly(3, 0);
    }

    @Test
    void writesOneElementPerKnownTextAndOneForAllOthers() throws Exception {
        Encoding encoding = new OneHot(List.of("b", "a"));

        assertThat(encode("zip", encoding, row("b"))).containsExactly(1, 0, 0);
        assertThat(encode("zip", encoding, row("a"))).containsExactly(0, 1, 0);
        assertThat(encode("zip", encoding, row("never seen"))).containsExactly(0, 0, 1);
        assertThat(encode("zip", encoding, row((String) null))).containsExactly(0, 0, 1);
    }

    @Test
    void overwritesWhatAnEarlierBatchLeft() throws Exception {
        List<InputEncoding> inputs = List.of(floats(new ColumnEncoding("zip", new OneHot(List.of("a")))));
        SchemaEncoder encoder = SchemaEncoder.bind(inputs, SCHEMA);
        try (BatchMemory batch = memory.batch(encoder.inputs(), 1)) {
            encoder.encode(row("a"), batch, 0);
            encoder.encode(row("b"), batch, 0);

            assertThat(floats(batch)).containsExactly(0, 1);
        }
    }

    @Test
    void writesVectorsAndZerosForAMissingOne() throws Exception {
        assertThat(encode("image", new Encoding.Vector(2), new Values(new double[3], new String[3], new float[][] {
                    null, null, {4, 5}
                })))
                .containsExactly(4, 5);
        assertThat(encode("image", new Encoding.Vector(2), row(1))).containsExactly(0, 0);
    }

    @Test
    void writesWholeNumbersIntoAnInputOfTheirOwn() throws Exception {
        InputEncoding ids = new InputEncoding(
                "ids",
                Element.INT64,
                List.of(
                        new ColumnEncoding("zip", new Index(List.of("a", "b"))),
                        new ColumnEncoding("sqft", Numeric.raw(9, /* indicator= */ false))));
        InputEncoding dense = floats(new ColumnEncoding("sqft", Numeric.raw(0, /* indicator= */ false)));
        SchemaEncoder encoder = SchemaEncoder.bind(List.of(dense, ids), SCHEMA);
        try (BatchMemory batch = memory.batch(encoder.inputs(), 3)) {
            encoder.encode(new Values(new double[] {3}, new String[] {null, "b"}, new float[0][]), batch, 0);
            encoder.encode(new Values(new double[] {Double.NaN}, new String[] {null, "z"}, new float[0][]), batch, 1);

            assertThat(batch.getLong(1, 0, 0)).isEqualTo(2);
            assertThat(batch.getLong(1, 0, 1)).isEqualTo(3);
            assertThat(batch.getFloat(0, 0, 0)).isEqualTo(3);
            assertThat(batch.getLong(1, 1, 0)).isZero();
            assertThat(batch.getLong(1, 1, 1)).isEqualTo(9);
        }
    }

    @Test
    void putsColumnsOfAllKindsInTheirDeclaredOrder() throws Exception {
        List<InputEncoding> inputs = List.of(floats(
                new ColumnEncoding("zip", new OneHot(List.of("a"))),
                new ColumnEncoding("sqft", Numeric.raw(0, /* indicator= */ true)),
                new ColumnEncoding("image", new Encoding.Vector(2))));
        SchemaEncoder encoder = SchemaEncoder.bind(inputs, SCHEMA);
        try (BatchMemory batch = memory.batch(encoder.inputs(), 1)) {
            encoder.encode(
                    new Values(new double[] {8}, new String[] {null, "a"}, new float[][] {null, null, {4, 5}}),
                    batch,
                    0);

            assertThat(floats(batch)).containsExactly(1, 0, 8, 0, 4, 5);
        }
    }

    @Test
    void allocatesNothing() throws Exception {
        List<InputEncoding> inputs = List.of(floats(
                new ColumnEncoding("zip", new OneHot(List.of("a", "b"))),
                new ColumnEncoding("sqft", new Numeric(Scale.LOG, 1, 2, 0, /* indicator= */ true)),
                new ColumnEncoding("image", new Encoding.Vector(2))));
        SchemaEncoder encoder = SchemaEncoder.bind(inputs, SCHEMA);
        Row row = row("b");
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (BatchMemory batch = memory.batch(encoder.inputs(), 1)) {
            encoder.encode(row, batch, 0);
            long before = thread.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                encoder.encode(row, batch, 0);
            }

            assertThat(thread.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes of ten thousand rows")
                    .isLessThan(10_000);
        }
    }

    @Test
    void namesTheColumnThatIsAbsentAndTheNearest() {
        assertThatThrownBy(() -> encode("sqf", Numeric.raw(0, false), row(1)))
                .isInstanceOf(EncodingException.class)
                .hasMessage("model reads a column that the pipeline does not have: column=sqf; did you mean sqft?");
    }

    @Test
    void refusesAColumnOfAnotherType() {
        assertThatThrownBy(() -> encode("zip", Numeric.raw(0, false), row(1)))
                .isInstanceOf(EncodingException.class)
                .hasMessage("model reads a column as another type than the pipeline declares: column=zip,"
                        + " type=CATEGORY, length=1, encoding=" + Numeric.raw(0, false));
        assertThatThrownBy(() -> encode("image", new Encoding.Vector(3), row(1)))
                .isInstanceOf(EncodingException.class)
                .hasMessage("model reads a column as another type than the pipeline declares: column=image,"
                        + " type=VECTOR, length=2, encoding=Vector[length=3]");
    }

    @Test
    void refusesEncodingsThatDoNotFitTheElements() {
        assertThatThrownBy(() -> new InputEncoding(
                        "ids", Element.INT64, List.of(new ColumnEncoding("zip", new OneHot(List.of("a"))))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("encoding writes no elements of this type: input=ids, element=INT64, column=zip,"
                        + " encoding=OneHot[vocabulary=[a]]; int64 takes index and raw without indicator,"
                        + " float32 takes all but index");
    }

    private float[] encode(Encoding encoding, Row row) throws EncodingException {
        return encode("sqft", encoding, row);
    }

    private float[] encode(String column, Encoding encoding, Row row) throws EncodingException {
        SchemaEncoder encoder = SchemaEncoder.bind(List.of(floats(new ColumnEncoding(column, encoding))), SCHEMA);
        try (BatchMemory batch = memory.batch(encoder.inputs(), 1)) {
            encoder.encode(row, batch, 0);
            return floats(batch);
        }
    }

    private static float[] floats(BatchMemory batch) {
        float[] elements = new float[batch.inputs().get(0).width()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = batch.getFloat(0, 0, i);
        }
        return elements;
    }

    private static InputEncoding floats(ColumnEncoding... columns) {
        return new InputEncoding("dense", Element.FLOAT32, List.of(columns));
    }

    private static Row row(double number) {
        return Values.ofNumbers(number, Double.NaN, Double.NaN);
    }

    private static Row row(@Nullable String text) {
        return new Values(new double[3], new String[] {null, text, null}, new float[0][]);
    }
}
