package io.millrace.operators.promote;

import io.millrace.models.promote.LabeledPair;
import io.millrace.models.promote.Pair;
import io.millrace.models.promote.QualityFloor;
import io.millrace.operators.record.Drift;
import io.millrace.operators.record.ImmutableSerializer;
import io.millrace.operators.record.ImmutableTypeInfo;
import io.millrace.operators.record.Published;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Scored;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of an {@link Observed}. */
final class ObservedSerializer extends ImmutableSerializer<Observed> {
    static final ObservedSerializer INSTANCE = new ObservedSerializer();
    static final TypeInformation<Observed> TYPE = new ImmutableTypeInfo<>(Observed.class, INSTANCE);
    private static final TypeSerializer<Published> PUBLISHED =
            RecordTypes.PUBLISHED.createSerializer(new SerializerConfigImpl());
    private static final TypeSerializer<Drift> DRIFT = RecordTypes.DRIFT.createSerializer(new SerializerConfigImpl());
    private static final int JUDGED = 0;
    private static final int RAN = 1;
    private static final int BORN = 2;
    private static final int LABELED = 3;
    private static final int DRIFTED = 4;
    private static final int WITH_MICROS = 2;

    private ObservedSerializer() {
        super(WITH_MICROS);
    }

    @Override
    protected void write(Observed object, DataOutputView target) throws IOException {
        object.tell(new Writer(target));
    }

    /** Writes each kind in its way. */
    private record Writer(DataOutputView target) implements Observed.Listener<IOException> {

        @Override
        public void hear(Observed.Judged judged) throws IOException {
            LabeledPair pair = judged.pair();
            target.writeByte(JUDGED);
            target.writeInt(pair.champion());
            target.writeInt(pair.candidate());
            target.writeDouble(pair.losses().champion());
            target.writeDouble(pair.losses().candidate());
        }

        @Override
        public void hear(Observed.Ran ran) throws IOException {
            target.writeByte(RAN);
            target.writeInt(ran.champion());
            target.writeInt(ran.candidate());
            target.writeDouble(ran.share());
            target.writeBoolean(ran.failed());
            write(ran.ofChampion());
            write(ran.ofCandidate());
        }

        private void write(Observed.Answer answer) throws IOException {
            target.writeDouble(answer.output());
            target.writeInt(answer.micros());
        }

        @Override
        public void hear(Observed.Born born) throws IOException {
            target.writeByte(BORN);
            PUBLISHED.serialize(born.published(), target);
        }

        @Override
        public void hear(Observed.Labeled labeled) throws IOException {
            target.writeByte(LABELED);
            target.writeInt(labeled.told().version());
            target.writeDouble(labeled.told().actual());
            target.writeDouble(labeled.told().predicted());
        }

        @Override
        public void hear(Observed.Drifted drifted) throws IOException {
            target.writeByte(DRIFTED);
            DRIFT.serialize(drifted.drift(), target);
        }
    }

    @Override
    protected Observed read(DataInputView source, int version) throws IOException {
        int kind = source.readByte();
        return switch (kind) {
            case JUDGED ->
                new Observed.Judged(new LabeledPair(
                        source.readInt(), source.readInt(), new Pair(source.readDouble(), source.readDouble())));
            case RAN ->
                new Observed.Ran(
                        source.readInt(),
                        source.readInt(),
                        source.readDouble(),
                        source.readBoolean(),
                        answer(source, version),
                        answer(source, version));
            case BORN -> new Observed.Born(PUBLISHED.deserialize(source));
            case LABELED ->
                new Observed.Labeled(new QualityFloor.Told(source.readInt(), source.readDouble(), source.readDouble()));
            case DRIFTED -> new Observed.Drifted(DRIFT.deserialize(source));
            default -> throw new IOException("kind of observation is not known: kind=" + kind);
        };
    }

    private static Observed.Answer answer(DataInputView source, int version) throws IOException {
        return new Observed.Answer(source.readDouble(), version < WITH_MICROS ? Scored.UNKNOWN : source.readInt());
    }

    @Override
    public TypeSerializerSnapshot<Observed> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Observed> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
