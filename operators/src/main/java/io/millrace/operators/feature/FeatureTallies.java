package io.millrace.operators.feature;

import java.time.Duration;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** The tallies of the present feature by minute, in Flink's state. A minute that nothing is added to for a day is closed. */
final class FeatureTallies {
    private static final Duration OPEN = Duration.ofDays(1);
    private static final int FIRST_BYTES = 256;

    private final MapState<Long, byte[]> state;
    private final DataOutputSerializer out = new DataOutputSerializer(FIRST_BYTES);
    private final DataInputDeserializer in = new DataInputDeserializer();

    FeatureTallies(MapState<Long, byte[]> state) {
        this.state = state;
    }

    static MapStateDescriptor<Long, byte[]> descriptor() {
        MapStateDescriptor<Long, byte[]> tallies =
                new MapStateDescriptor<>("tallies", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
        tallies.enableTimeToLive(StateTtlConfig.newBuilder(OPEN).build());
        return tallies;
    }

    MinuteTally get(long minuteMillis) throws Exception {
        byte[] bytes = state.get(minuteMillis);
        if (bytes == null) {
            return new MinuteTally();
        }
        in.setBuffer(bytes);
        return MinuteTally.read(in);
    }

    void put(long minuteMillis, MinuteTally tally) throws Exception {
        out.clear();
        tally.write(out);
        state.put(minuteMillis, out.getCopyOfBuffer());
    }
}
