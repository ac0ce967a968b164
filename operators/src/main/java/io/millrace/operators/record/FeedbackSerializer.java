package io.millrace.operators.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link Feedback}. */
final class FeedbackSerializer extends ImmutableSerializer<Feedback> {
    static final FeedbackSerializer INSTANCE = new FeedbackSerializer();

    private FeedbackSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(Feedback object, DataOutputView target) throws IOException {
        ScoredSerializer.INSTANCE.serialize(object.scored(), target);
        Bytes.writeText(object.kind().name(), target);
        Bytes.writeText(object.label(), target);
        Bytes.writeText(object.replaced(), target);
        Feedback.Evidence evidence = object.evidence();
        target.writeBoolean(evidence != null);
        if (evidence != null) {
            target.writeDouble(evidence.weight());
            Bytes.writeText(evidence.source(), target);
            Bytes.writeText(evidence.labeler(), target);
            target.writeLong(evidence.timeMillis());
            target.writeLong(evidence.knownMillis());
            target.writeLong(evidence.delayMillis());
            Bytes.writeText(evidence.cause(), target);
        }
        target.writeDouble(object.maturity());
    }

    @Override
    protected Feedback read(DataInputView source, int version) throws IOException {
        return new Feedback(
                ScoredSerializer.INSTANCE.deserialize(source),
                Bytes.readEnum(Feedback.Kind.class, source),
                Bytes.readNullableText(source),
                Bytes.readNullableText(source),
                source.readBoolean() ? evidence(source) : null,
                source.readDouble());
    }

    private static Feedback.Evidence evidence(DataInputView source) throws IOException {
        return new Feedback.Evidence(
                source.readDouble(),
                Bytes.readNullableText(source),
                Bytes.readNullableText(source),
                source.readLong(),
                source.readLong(),
                source.readLong(),
                Bytes.readText(source));
    }

    @Override
    public TypeSerializerSnapshot<Feedback> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Feedback> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
