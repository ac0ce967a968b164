package io.millrace.operators.record;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link Drift}. */
final class DriftSerializer extends ImmutableSerializer<Drift> {
    static final DriftSerializer INSTANCE = new DriftSerializer();

    private DriftSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(Drift object, DataOutputView target) throws IOException {
        Bytes.writeText(object.model(), target);
        Bytes.writeText(object.feature(), target);
        Bytes.writeText(object.statistic(), target);
        Bytes.writeText(object.state().name(), target);
        Bytes.writeText(object.since(), target);
        target.writeInt(object.numbers().size());
        for (Map.Entry<String, Double> number : object.numbers().entrySet()) {
            Bytes.writeText(number.getKey(), target);
            target.writeDouble(number.getValue());
        }
        target.writeLong(object.writtenMillis());
    }

    @Override
    protected Drift read(DataInputView source, int version) throws IOException {
        return new Drift(
                Bytes.readText(source),
                Bytes.readNullableText(source),
                Bytes.readNullableText(source),
                Bytes.readEnum(Drift.State.class, source),
                Bytes.readNullableText(source),
                numbers(source),
                source.readLong());
    }

    private static Map<String, Double> numbers(DataInputView source) throws IOException {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (int left = source.readInt(); left > 0; left--) {
            numbers.put(Bytes.readText(source), source.readDouble());
        }
        return numbers;
    }

    @Override
    public TypeSerializerSnapshot<Drift> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Drift> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
