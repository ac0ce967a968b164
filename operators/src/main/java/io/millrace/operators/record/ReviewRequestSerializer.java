package io.millrace.operators.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link ReviewRequest}. */
final class ReviewRequestSerializer extends ImmutableSerializer<ReviewRequest> {
    static final ReviewRequestSerializer INSTANCE = new ReviewRequestSerializer();

    private ReviewRequestSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(ReviewRequest object, DataOutputView target) throws IOException {
        PredictionSerializer.INSTANCE.serialize(object.prediction(), target);
        Bytes.writeText(object.cause().name(), target);
        target.writeLong(object.deadlineMillis());
    }

    @Override
    protected ReviewRequest read(DataInputView source, int version) throws IOException {
        Prediction prediction = PredictionSerializer.INSTANCE.deserialize(source);
        ReviewRequest.Cause cause = Bytes.readEnum(ReviewRequest.Cause.class, source);
        return new ReviewRequest(prediction, cause, source.readLong());
    }

    @Override
    public TypeSerializerSnapshot<ReviewRequest> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ReviewRequest> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
