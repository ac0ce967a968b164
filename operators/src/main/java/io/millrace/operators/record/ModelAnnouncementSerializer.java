package io.millrace.operators.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link ModelAnnouncement}. */
final class ModelAnnouncementSerializer extends ImmutableSerializer<ModelAnnouncement> {
    private static final int WITH_CANDIDATE = 2;

    static final ModelAnnouncementSerializer INSTANCE = new ModelAnnouncementSerializer();

    private ModelAnnouncementSerializer() {
        super(WITH_CANDIDATE);
    }

    @Override
    protected void write(ModelAnnouncement object, DataOutputView target) throws IOException {
        Bytes.writeText(object.model(), target);
        target.writeInt(object.version());
        target.writeLong(object.epoch());
        target.writeInt(object.candidate());
        target.writeDouble(object.share());
    }

    @Override
    protected ModelAnnouncement read(DataInputView source, int version) throws IOException {
        String model = Bytes.readText(source);
        int champion = source.readInt();
        long epoch = source.readLong();
        if (version < WITH_CANDIDATE) {
            return new ModelAnnouncement(model, champion, epoch);
        }
        return new ModelAnnouncement(model, champion, epoch, source.readInt(), source.readDouble());
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
