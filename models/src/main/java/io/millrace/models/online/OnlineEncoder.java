package io.millrace.models.online;

import io.millrace.config.FieldConfig.Encode;
import io.millrace.config.FieldType;
import io.millrace.config.PipelineConfig;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.ColumnEncoding;
import io.millrace.models.feature.Encoding.Scale;
import io.millrace.models.feature.EncodingException;
import io.millrace.models.feature.InputEncoding;
import io.millrace.models.feature.Row;
import io.millrace.models.feature.Schema;
import io.millrace.models.tensor.TensorSpec.Element;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Turns rows into what a learner works with. Unless it was given an encoding it learns one from the rows that it sees:
 * means, deviations and texts; a new text or a first missing number is a new element.
 */
final class OnlineEncoder {
    private static final String INPUT = "features";

    private final List<String> names;
    private final List<ColumnSlot> slots;

    private OnlineEncoder(List<String> names, List<ColumnSlot> slots) {
        this.names = names;
        this.slots = slots;
    }

    /** An encoder that has seen nothing. */
    static OnlineEncoder fresh(PipelineConfig pipeline) throws EncodingException {
        Schema schema = Schema.ofRow(pipeline);
        List<String> names = new ArrayList<>();
        List<ColumnSlot> slots = new ArrayList<>();
        int fields = pipeline.events().fields().size();
        for (int i = 0; i < schema.size(); i++) {
            if (i >= fields || pipeline.events().fields().get(i).input()) {
                Encode encode = i < fields ? pipeline.events().fields().get(i).encode() : Encode.AUTO;
                names.add(schema.column(i).name());
                slots.add(slot(i, schema.column(i), encode));
            }
        }
        return new OnlineEncoder(names, slots);
    }

    private static ColumnSlot slot(int index, Column column, Encode encode) throws EncodingException {
        boolean number = !column.text() && column.type() != FieldType.VECTOR;
        boolean fits =
                switch (encode) {
                    case AUTO -> true;
                    case ONE_HOT -> column.text();
                    case STANDARD, LOG -> number;
                    case RAW -> !column.text();
                };
        if (!fits) {
            throw new EncodingException("column cannot be encoded like that: column=" + column.name() + ", type="
                    + column.type() + ", encode=" + encode + "; write encode: auto");
        }
        if (!number) {
            return column.text() ? new TextSlot(index) : new VectorSlot(index, column.length());
        }
        boolean raw = encode == Encode.RAW || (encode == Encode.AUTO && column.type() == FieldType.BOOL);
        return new NumberSlot(index, raw ? Scale.RAW : encode == Encode.LOG ? Scale.LOG : Scale.STANDARD);
    }

    /**
     * An encoder that goes on encoding as a version does.
     *
     * @throws EncodingException if the version reads whole numbers, or a column that the schema does not have
     */
    static OnlineEncoder given(InputEncoding input, Schema schema) throws EncodingException {
        List<String> names = new ArrayList<>();
        List<ColumnSlot> slots = new ArrayList<>();
        for (ColumnEncoding each : input.columns()) {
            int column = schema.indexOf(each.column());
            if (column < 0 || input.element() != Element.FLOAT32) {
                throw new EncodingException("model cannot go on learning from the pipeline's rows: column="
                        + each.column() + ", element=" + input.element() + ", columns=" + schema);
            }
            names.add(each.column());
            slots.add(each.encoding()
                    .fold(
                            numeric -> new NumberSlot(column, numeric),
                            oneHot -> new TextSlot(column, oneHot.vocabulary()),
                            index -> {
                                throw new IllegalArgumentException("an index is no float: " + index);
                            },
                            vector -> new VectorSlot(column, vector.length())));
        }
        return new OnlineEncoder(names, slots);
    }

    /** Learns from a row; tells where an element was inserted, if one was. */
    void observe(Row row, IntConsumer inserted) {
        int at = 0;
        for (ColumnSlot slot : slots) {
            ColumnSlot.Growth growth = slot.observe(row);
            at += slot.width();
            switch (growth) {
                case NONE -> {}
                case LAST -> inserted.accept(at - 1);
                case BEFORE_LAST -> inserted.accept(at - 2);
            }
        }
    }

    /** Columns that are read. */
    int columns() {
        return slots.size();
    }

    int width() {
        int width = 0;
        for (ColumnSlot slot : slots) {
            width += slot.width();
        }
        return width;
    }

    /** Writes the elements of a row from an index on. */
    void encode(Row row, float[] into, int from) {
        int at = from;
        for (ColumnSlot slot : slots) {
            slot.encode(row, into, at);
            at += slot.width();
        }
    }

    /** The encoding by now. */
    InputEncoding encoding() {
        List<ColumnEncoding> columns = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            columns.add(new ColumnEncoding(names.get(i), slots.get(i).encoding()));
        }
        return new InputEncoding(INPUT, Element.FLOAT32, columns);
    }

    void write(DataOutput out) throws IOException {
        for (ColumnSlot slot : slots) {
            slot.write(out);
        }
    }

    void read(DataInput in) throws IOException {
        for (ColumnSlot slot : slots) {
            slot.read(in);
        }
    }
}
