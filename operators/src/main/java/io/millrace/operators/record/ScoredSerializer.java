package io.millrace.operators.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link Scored}. */
final class ScoredSerializer extends ImmutableSerializer<Scored> {
    static final ScoredSerializer INSTANCE = new ScoredSerializer();

    private static final int WITH_FAILED = 2;
    private static final int WITH_MICROS = 3;

    private ScoredSerializer() {
        super(WITH_MICROS);
    }

    @Override
    protected void write(Scored object, DataOutputView target) throws IOException {
        Bytes.writeText(object.id(), target);
        Bytes.writeText(object.eventId(), target);
        Bytes.writeText(object.key(), target);
        target.writeLong(object.timeMillis());
        ModelStamp model = object.model();
        Bytes.writeText(model.name(), target);
        target.writeInt(model.version());
        Bytes.writeText(model.artefact(), target);
        Bytes.writeText(model.variant(), target);
        target.writeDouble(model.propensity());
        Bytes.writeFloats(object.outputs(), target);
        target.writeInt(object.micros());
        Scored.Shadow shadow = object.shadow();
        target.writeBoolean(shadow != null);
        if (shadow != null) {
            target.writeInt(shadow.version());
            Bytes.writeFloats(shadow.outputs(), target);
            target.writeInt(shadow.micros());
        }
        target.writeInt(object.failed());
        ValuesFormat.write(object.values(), target);
    }

    @Override
    protected Scored read(DataInputView source, int version) throws IOException {
        return new Scored(
                Bytes.readText(source),
                Bytes.readText(source),
                Bytes.readText(source),
                source.readLong(),
                new ModelStamp(
                        Bytes.readText(source),
                        source.readInt(),
                        Bytes.readText(source),
                        Bytes.readText(source),
                        source.readDouble()),
                Bytes.readFloats(source),
                micros(source, version),
                source.readBoolean()
                        ? new Scored.Shadow(source.readInt(), Bytes.readFloats(source), micros(source, version))
                        : null,
                version < WITH_FAILED ? Scored.NONE : source.readInt(),
                ValuesFormat.read(source));
    }

    private static int micros(DataInputView source, int version) throws IOException {
        return version < WITH_MICROS ? Scored.UNKNOWN : source.readInt();
    }

    @Override
    public TypeSerializerSnapshot<Scored> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Scored> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
