package io.millrace.models.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.flatbuffers.FlatBufferBuilder;
import io.millrace.models.tensor.WantedColumn.Use;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Struct_;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Arrow's own writer writes is read as it was meant. */
class TableReaderTest {
    private static final int MAX_ROWS = 1_000;

    private final RootAllocator allocator = new RootAllocator();
    private final DictionaryProvider.MapDictionaryProvider dictionaries =
            new DictionaryProvider.MapDictionaryProvider();

    @AfterEach
    void nothingIsAllocated() {
        allocator.close();
    }

    @Test
    void readsNumbersOfEveryWidth() throws Exception {
        Float8Vector doubles = new Float8Vector("a", allocator);
        doubles.setSafe(0, 0.1);
        doubles.setNull(1);
        doubles.setSafe(2, Double.NaN);
        Float4Vector floats = new Float4Vector("b", allocator);
        SmallIntVector shorts = new SmallIntVector("c", allocator);
        UInt8Vector unsigned = new UInt8Vector("d", allocator);
        for (int i = 0; i < 3; i++) {
            floats.setSafe(i, 0.5f * i);
            shorts.setSafe(i, -i);
            unsigned.setSafe(i, -1L - i);
        }
        Table table = read(3, List.of(doubles, floats, shorts, unsigned), Use.NUMBER, "a", "b", "c", "d");
        assertThat(column(table, 0).numbers()).containsExactly(0.1, Double.NaN, Double.NaN);
        assertThat(column(table, 0).missing(1)).isTrue();
        assertThat(column(table, 0).missing(2)).isFalse();
        assertThat(column(table, 1).numbers()).containsExactly(0, 0.5, 1);
        assertThat(column(table, 2).numbers()).containsExactly(0, -1, -2);
        assertThat(column(table, 3).numbers()).containsExactly(0x1p64, 0x1p64, 0x1p64);
    }

    @Test
    void readsTextsWholeNumbersAndDictionariesAsTexts() throws Exception {
        VarCharVector plain = texts("a", "naïve", null, "", "😀");
        LargeVarCharVector large = new LargeVarCharVector("b", allocator);
        large.setSafe(3, "x".getBytes(UTF_8));
        BigIntVector numbers = new BigIntVector("c", allocator);
        numbers.setSafe(0, Long.MIN_VALUE);
        numbers.setSafe(3, 98_103);
        Table table = read(
                4, List.of(plain, large, numbers, encoded("d", "x", "y", null, "x")), Use.TEXT, "a", "b", "c", "d");
        assertThat(column(table, 0).texts()).containsExactly("naïve", null, "", "😀");
        assertThat(column(table, 1).texts()).containsExactly(null, null, null, "x");
        assertThat(column(table, 2).texts()).containsExactly("-9223372036854775808", null, null, "98103");
        @Nullable String[] dictionary = column(table, 3).texts();
        assertThat(dictionary).containsExactly("x", "y", null, "x");
        assertThat(dictionary[0]).isSameAs(dictionary[3]);
    }

    @Test
    void marksTextsThatAreNotUtf8() throws Exception {
        VarCharVector vector = new VarCharVector("a", allocator);
        vector.setSafe(0, new byte[] {'a', (byte) 0xff});
        vector.setSafe(1, "\ufffd".getBytes(UTF_8));
        TableColumn column = column(read(2, List.of(vector), Use.TEXT, "a"), 0);
        assertThat(column.broken(0)).isTrue();
        assertThat(column.broken(1)).isFalse();
        assertThat(column.texts()).containsExactly("a\ufffd", "\ufffd");
    }

    @Test
    void readsTruthsAndNothing() throws Exception {
        BitVector bits = new BitVector("a", allocator);
        for (int i = 0; i < 9; i++) {
            bits.setSafe(i, i % 2);
        }
        bits.setNull(8);
        Table table = read(9, List.of(bits, new NullVector("b", 9)), Use.TRUTH, "a", "b", "c");
        assertThat(column(table, 0).numbers()).containsExactly(0, 1, 0, 1, 0, 1, 0, 1, Double.NaN);
        assertThat(table.column(1)).isNull();
        assertThat(table.column(2)).isNull();
    }

    @Test
    void readsVectorsOfEitherKind() throws Exception {
        FixedSizeListVector fixed = FixedSizeListVector.empty("a", 2, allocator);
        fixed.addOrGetVector(FieldType.notNullable(ScoredSchema.FLOAT));
        ListVector lists = ListVector.empty("b", allocator);
        lists.addOrGetVector(FieldType.nullable(
                new ArrowType.FloatingPoint(org.apache.arrow.vector.types.FloatingPointPrecision.DOUBLE)));
        Float4Vector elements = (Float4Vector) fixed.getDataVector();
        Float8Vector items = (Float8Vector) lists.getDataVector();
        fixed.setValueCount(3);
        for (int i = 0; i < 6; i++) {
            elements.setSafe(i, i);
        }
        fixed.setNotNull(0);
        fixed.setNotNull(2);
        items.setSafe(0, 1.5);
        items.setNull(1);
        items.setSafe(2, 2.5);
        lists.startNewValue(0);
        lists.endValue(0, 2);
        lists.startNewValue(2);
        lists.endValue(2, 1);
        Table table = read(3, List.of(fixed, lists), Use.VECTOR, "a", "b");
        assertThat(column(table, 0).vector(0)).containsExactly(0, 1);
        assertThat(column(table, 0).vector(1)).isNull();
        assertThat(column(table, 0).vector(2)).containsExactly(4, 5);
        assertThat(column(table, 0).fixedLength()).isEqualTo(2);
        assertThat(column(table, 1).vector(0)).containsExactly(1.5f, Float.NaN);
        assertThat(column(table, 1).vector(1)).isNull();
        assertThat(column(table, 1).vector(2)).containsExactly(2.5f);
    }

    @Test
    void readsTimesOfEveryUnit() throws Exception {
        TimeStampSecVector seconds = new TimeStampSecVector("a", allocator);
        TimeStampMilliVector millis = new TimeStampMilliVector("b", allocator);
        TimeStampMicroTZVector micros = new TimeStampMicroTZVector("c", allocator, "Asia/Tokyo");
        TimeStampNanoVector nanos = new TimeStampNanoVector("d", allocator);
        DateDayVector days = new DateDayVector("e", allocator);
        BigIntVector numbers = new BigIntVector("f", allocator);
        seconds.setSafe(0, Long.MAX_VALUE);
        millis.setSafe(0, 1);
        micros.setSafe(0, -1);
        nanos.setSafe(0, 1_999_999);
        days.setSafe(0, 1);
        numbers.setSafe(0, 77);
        VarCharVector text = texts("g", "2026-01-01");
        List<ValueVector> vectors = List.of(seconds, millis, micros, nanos, days, numbers, text);
        Table table = read(1, vectors, Use.TIME, "a", "b", "c", "d", "e", "f", "g");
        assertThat(column(table, 0).times()).containsExactly(Long.MAX_VALUE / 1_000 * 1_000);
        assertThat(column(table, 1).times()).containsExactly(1);
        assertThat(column(table, 1).local()).isTrue();
        assertThat(column(table, 2).times()).containsExactly(-1);
        assertThat(column(table, 2).local()).isFalse();
        assertThat(column(table, 3).times()).containsExactly(1);
        assertThat(column(table, 4).times()).containsExactly(86_400_000);
        assertThat(column(table, 5).times()).containsExactly(77);
        assertThat(column(table, 6).texts()).containsExactly("2026-01-01");
    }

    @Test
    void passesOverColumnsThatNobodyWants() throws Exception {
        StructVector struct = StructVector.empty("nested", allocator);
        IntVector inner = struct.addOrGet("inner", FieldType.nullable(new ArrowType.Int(32, true)), IntVector.class);
        inner.setSafe(0, 1);
        struct.setIndexDefined(0);
        Float8Vector wanted = new Float8Vector("a", allocator);
        wanted.setSafe(0, 7);
        Table table = read(1, List.of(struct, encoded("other", "x"), wanted), Use.NUMBER, "a");
        assertThat(column(table, 0).numbers()).containsExactly(7);
    }

    @Test
    void saysWhatAColumnOfAnotherTypeIs() throws Exception {
        Table table = read(1, List.of(texts("a", "1"), encoded("b", "x")), Use.NUMBER, "a", "b");
        assertThat(column(table, 0).unusable()).isEqualTo("column of utf8");
        assertThat(column(table, 1).unusable()).isEqualTo("column of int32 into a dictionary");
    }

    @Test
    void readsEveryRecordBatch() throws Exception {
        byte[] stream = write(List.of(texts("a", "x", "y")), 2, writer -> {
            batch(writer);
            batch(writer);
        });
        List<Table> tables = reader(Use.TEXT, "a").read(stream);
        assertThat(tables).extracting(Table::rows).containsExactly(2, 2);
        assertThat(TableReader.rows(stream, MAX_ROWS)).isEqualTo(4);
        assertThat(TableReader.rows(stream, 3)).isEqualTo(-1);
    }

    @Test
    void refusesWhatIsNoTable() throws Exception {
        assertRefused(
                "ARROW1".getBytes(UTF_8),
                TableException.Problem.FOREIGN,
                "value is no Arrow stream: first bytes=41 52 52 4f 57 31");
        byte[] none = write(List.of(texts("a")), 0, TableReaderTest::batch);
        assertRefused(none, TableException.Problem.NO_ROWS, "stream has no rows");
        byte[] twice = write(List.of(texts("a", "x"), texts("a", "y")), 1, TableReaderTest::batch);
        assertRefused(twice, TableException.Problem.REPEATED_COLUMN, "field stands more than once: field=a");
        byte[] many = write(List.of(new NullVector("a", 2_000)), 2_000, TableReaderTest::batch);
        assertRefused(many, TableException.Problem.TOO_MANY_ROWS, "value has too many rows: rows=2000, max=1000");
        byte[] good = write(List.of(texts("a", "x")), 1, TableReaderTest::batch);
        for (int length = 1; length < good.length - 8; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> reader(Use.TEXT, "a").read(cut))
                    .as("length=%d", length)
                    .isInstanceOf(TableException.class);
        }
    }

    @Test
    void refusesASchemaThatIsNestedDeepEnoughToEndAThread() {
        assertThatThrownBy(() -> reader(Use.TEXT, "a").read(nested(20_000)))
                .isInstanceOf(TableException.class)
                .hasMessageContaining("schema is nested too deep: depth>64, max=64");
    }

    /** A stream with a row of a struct in a struct, and so on. */
    private static byte[] nested(int depth) {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int field = 0;
        for (int level = 0; level < depth; level++) {
            int children = Field.createChildrenVector(builder, level == 0 ? new int[0] : new int[] {field});
            Struct_.startStruct_(builder);
            int struct = Struct_.endStruct_(builder);
            Field.startField(builder);
            Field.addTypeType(builder, Type.Struct_);
            Field.addType(builder, struct);
            Field.addChildren(builder, children);
            field = Field.endField(builder);
        }
        int fields = Schema.createFieldsVector(builder, new int[] {field});
        Schema.startSchema(builder);
        Schema.addFields(builder, fields);
        byte[] schema = message(builder, MessageHeader.Schema, Schema.endSchema(builder));
        FlatBufferBuilder rows = new FlatBufferBuilder();
        byte[] batch = message(rows, MessageHeader.RecordBatch, RecordBatch.createRecordBatch(rows, 1, 0, 0, 0, 0));
        return ByteBuffer.allocate(schema.length + batch.length)
                .put(schema)
                .put(batch)
                .array();
    }

    private static byte[] message(FlatBufferBuilder builder, byte kind, int header) {
        builder.finish(Message.createMessage(builder, MetadataVersion.V5, kind, header, 0, 0));
        byte[] metadata = builder.sizedByteArray();
        int padded = (metadata.length + 7) / 8 * 8;
        return ByteBuffer.allocate(8 + padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(-1)
                .putInt(padded)
                .put(metadata)
                .array();
    }

    @Test
    void neverFailsOtherwiseWhateverTheBytesAre() throws Exception {
        byte[] good = write(
                List.of(texts("a", "x", "yy"), encoded("b", "x", "y"), new NullVector("c", 2)),
                2,
                TableReaderTest::batch);
        List<WantedColumn> wanted = List.of(
                new WantedColumn("a", Use.TEXT), new WantedColumn("b", Use.TIME), new WantedColumn("c", Use.NUMBER));
        TableReader reader = new TableReader(wanted, MAX_ROWS);
        int read = 0;
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = good.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt() : -1);
            }
            try {
                read += reader.read(bytes).isEmpty() ? 0 : 1;
            } catch (TableException e) {
                assertThat(e.getMessage()).as("seed=%d", seed).isNotEmpty();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed=" + seed, e);
            }
        }
        assertThat(read).isBetween(500, 19_500);
    }

    private void assertRefused(byte[] stream, TableException.Problem problem, String message) {
        assertThatThrownBy(() -> reader(Use.TEXT, "a").read(stream))
                .isInstanceOf(TableException.class)
                .hasMessage(message)
                .extracting(e -> ((TableException) e).problem())
                .isEqualTo(problem);
    }

    private Table read(int rows, List<? extends ValueVector> vectors, Use use, String... names) throws Exception {
        return reader(use, names)
                .read(write(vectors, rows, TableReaderTest::batch))
                .get(0);
    }

    private static TableReader reader(Use use, String... names) {
        List<WantedColumn> wanted =
                Arrays.stream(names).map(name -> new WantedColumn(name, use)).toList();
        return new TableReader(wanted, MAX_ROWS);
    }

    private static TableColumn column(Table table, int index) {
        return Objects.requireNonNull(table.column(index));
    }

    private VarCharVector texts(String name, @Nullable String... values) {
        VarCharVector vector = new VarCharVector(name, allocator);
        vector.allocateNew();
        for (int i = 0; i < values.length; i++) {
            String value = values[i];
            if (value != null) {
                vector.setSafe(i, value.getBytes(UTF_8));
            }
        }
        vector.setValueCount(values.length);
        return vector;
    }

    private ValueVector encoded(String name, @Nullable String... values) {
        VarCharVector known = texts("known", "y", "x");
        long id = dictionaries.getDictionaryIds().size() + 1L;
        Dictionary dictionary = new Dictionary(known, new DictionaryEncoding(id, /* ordered= */ false, null));
        dictionaries.put(dictionary);
        try (VarCharVector plain = texts(name, values)) {
            return DictionaryEncoder.encode(plain, dictionary);
        }
    }

    private byte[] write(List<? extends ValueVector> vectors, int rows, Consumer<ArrowStreamWriter> batches)
            throws IOException {
        List<FieldVector> columns = new ArrayList<>();
        vectors.forEach(vector -> columns.add((FieldVector) vector));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (VectorSchemaRoot root = new VectorSchemaRoot(columns);
                ArrowStreamWriter writer = new ArrowStreamWriter(root, dictionaries, Channels.newChannel(bytes))) {
            root.setRowCount(rows);
            writer.start();
            batches.accept(writer);
            writer.end();
        } finally {
            dictionaries
                    .getDictionaryIds()
                    .forEach(id -> dictionaries.lookup(id).getVector().close());
        }
        return bytes.toByteArray();
    }

    private static void batch(ArrowStreamWriter writer) {
        try {
            writer.writeBatch();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
