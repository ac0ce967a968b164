package io.millrace.operators.record;

import io.millrace.models.feature.Fields;
import io.millrace.models.feature.Values;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** The bytes of {@link Fields}, which come back as {@link Values}. Texts and vectors take no space in rows that have none. */
final class ValuesFormat {
    private static final String[] NO_TEXTS = {};
    private static final float[][] NO_VECTORS = {};

    private ValuesFormat() {}

    static void write(Fields values, DataOutputView target) throws IOException {
        int size = values.size();
        target.writeInt(size);
        boolean anyText = false;
        boolean anyVector = false;
        for (int i = 0; i < size; i++) {
            target.writeDouble(values.number(i));
            anyText |= values.text(i) != null;
            anyVector |= values.vector(i) != null;
        }
        target.writeBoolean(anyText);
        for (int i = 0; anyText && i < size; i++) {
            Bytes.writeText(values.text(i), target);
        }
        target.writeBoolean(anyVector);
        for (int i = 0; anyVector && i < size; i++) {
            Bytes.writeFloats(values.vector(i), target);
        }
    }

    static Values read(DataInputView source) throws IOException {
        double[] numbers = new double[source.readInt()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = source.readDouble();
        }
        @Nullable String[] texts = source.readBoolean() ? new @Nullable String[numbers.length] : NO_TEXTS;
        for (int i = 0; i < texts.length; i++) {
            texts[i] = Bytes.readNullableText(source);
        }
        float[] @Nullable [] vectors = source.readBoolean() ? new float[numbers.length] @Nullable [] : NO_VECTORS;
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = Bytes.readNullableFloats(source);
        }
        return new Values(numbers, texts, vectors);
    }
}
