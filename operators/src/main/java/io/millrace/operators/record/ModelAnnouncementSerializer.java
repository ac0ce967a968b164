package io.millrace.operators.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link ModelAnnouncement}. */
final class ModelAnnouncementSerializer extends ImmutableSerializer<ModelAnnouncement> {
    static final ModelAnnouncementSerializer INSTANCE = new ModelAnnouncementSerializer();

    private ModelAnnouncementSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(ModelAnnouncement object, DataOutputView target) throws IOException {
        Bytes.writeText(object.model(), target);
        target.writeInt(object.version());
        target.writeLong(object.epoch());
    }

    @Override
    protected ModelAnnouncement read(DataInputView source, int version) throws IOException {
        return new ModelAnnouncement(Bytes.readText(source), source.readInt(), source.readLong());
    }

    @Override
    public TypeSerializerSnapshot<ModelAnnouncement> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ModelAnnouncement> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
