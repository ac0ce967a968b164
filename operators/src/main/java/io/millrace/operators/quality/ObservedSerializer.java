package io.millrace.operators.quality;

import io.millrace.operators.quality.Observed.Row;
import io.millrace.operators.quality.Observed.Said;
import io.millrace.operators.record.ImmutableSerializer;
import io.millrace.operators.record.ImmutableTypeInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** The bytes of an {@link Observed}. */
final class ObservedSerializer extends ImmutableSerializer<Observed> {
    static final ObservedSerializer INSTANCE = new ObservedSerializer();
    static final TypeInformation<Observed> TYPE = new ImmutableTypeInfo<>(Observed.class, INSTANCE);

    private ObservedSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(Observed object, DataOutputView target) throws IOException {
        Row row = object.row();
        StringValue.writeString(row.model(), target);
        StringValue.writeString(row.id(), target);
        target.writeLong(row.timeMillis());
        target.writeInt(row.said().size());
        for (Said said : row.said()) {
            target.writeInt(said.version());
            StringValue.writeString(said.variant(), target);
            target.writeInt(said.outputs().length);
            for (float output : said.outputs()) {
                target.writeFloat(output);
            }
        }
        target.writeInt(row.slices().size());
        for (String slice : row.slices()) {
            StringValue.writeString(slice, target);
        }
        StringValue.writeString(object.kind().name(), target);
        StringValue.writeString(object.label(), target);
        StringValue.writeString(object.replaced(), target);
        target.writeLong(object.delayMillis());
    }

    @Override
    protected Observed read(DataInputView source, int version) throws IOException {
        return new Observed(
                row(source),
                Observed.Kind.valueOf(StringValue.readString(source)),
                StringValue.readString(source),
                StringValue.readString(source),
                source.readLong());
    }

    private static Row row(DataInputView source) throws IOException {
        String model = StringValue.readString(source);
        String id = StringValue.readString(source);
        long timeMillis = source.readLong();
        int saying = source.readInt();
        List<Said> said = new ArrayList<>(saying);
        for (int i = 0; i < saying; i++) {
            said.add(new Said(source.readInt(), StringValue.readString(source), floats(source)));
        }
        int fields = source.readInt();
        List<String> slices = new ArrayList<>(fields);
        for (int i = 0; i < fields; i++) {
            slices.add(StringValue.readString(source));
        }
        return new Row(model, id, timeMillis, said, slices);
    }

    private static float[] floats(DataInputView source) throws IOException {
        float[] floats = new float[source.readInt()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = source.readFloat();
        }
        return floats;
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
