package io.millrace.operators.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link Prediction}. */
final class PredictionSerializer extends ImmutableSerializer<Prediction> {
    static final PredictionSerializer INSTANCE = new PredictionSerializer();

    private PredictionSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(Prediction object, DataOutputView target) throws IOException {
        EnrichedEventSerializer.INSTANCE.serialize(object.event(), target);
        writeStamp(object.model(), target);
        Bytes.writeFloats(object.outputs(), target);
        target.writeInt(object.queueMicros());
        target.writeInt(object.modelMicros());
        target.writeInt(object.batchRows());
    }

    @Override
    protected Prediction read(DataInputView source, int version) throws IOException {
        EnrichedEvent event = EnrichedEventSerializer.INSTANCE.deserialize(source);
        ModelStamp model = readStamp(source);
        float[] outputs = Bytes.readFloats(source);
        return new Prediction(event, model, outputs, source.readInt(), source.readInt(), source.readInt());
    }

    private static void writeStamp(ModelStamp model, DataOutputView target) throws IOException {
        Bytes.writeText(model.name(), target);
        target.writeInt(model.version());
        Bytes.writeText(model.artefact(), target);
        Bytes.writeText(model.variant(), target);
        target.writeDouble(model.propensity());
    }

    private static ModelStamp readStamp(DataInputView source) throws IOException {
        String name = Bytes.readText(source);
        int version = source.readInt();
        return new ModelStamp(name, version, Bytes.readText(source), Bytes.readText(source), source.readDouble());
    }

    @Override
    public TypeSerializerSnapshot<Prediction> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Prediction> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
