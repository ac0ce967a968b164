package io.millrace.operators.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link Label}. */
final class LabelSerializer extends ImmutableSerializer<Label> {
    static final LabelSerializer INSTANCE = new LabelSerializer();

    private LabelSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(Label object, DataOutputView target) throws IOException {
        Bytes.writeText(object.value(), target);
        target.writeDouble(object.confidence());
        Bytes.writeText(object.revision().id(), target);
        target.writeLong(object.revision().number());
        Bytes.writeText(object.author().source(), target);
        Bytes.writeText(object.author().labeler(), target);
        target.writeLong(object.moment().timeMillis());
        target.writeLong(object.moment().knownMillis());
        Bytes.writeText(object.position(), target);
    }

    @Override
    protected Label read(DataInputView source, int version) throws IOException {
        return new Label(
                Bytes.readNullableText(source),
                source.readDouble(),
                new Label.Revision(Bytes.readNullableText(source), source.readLong()),
                new Label.Author(Bytes.readNullableText(source), Bytes.readNullableText(source)),
                new Label.Moment(source.readLong(), source.readLong()),
                Bytes.readText(source));
    }

    @Override
    public TypeSerializerSnapshot<Label> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Label> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
