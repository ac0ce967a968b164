package io.millrace.operators.feature;

import io.millrace.models.aggregate.AggregatePlan;
import io.millrace.models.aggregate.Tile;
import io.millrace.models.aggregate.TileId;
import io.millrace.models.aggregate.TileStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/** The tiles of the present key in Flink's state, as bytes, so that every backend holds the same. */
final class StateTiles implements TileStore {
    private static final int FIRST_BYTES = 256;

    private final AggregatePlan plan;
    private final MapState<Tuple3<Integer, Integer, Long>, byte[]> state;
    private final DataOutputSerializer out = new DataOutputSerializer(FIRST_BYTES);
    private final DataInputDeserializer in = new DataInputDeserializer();

    StateTiles(AggregatePlan plan, MapState<Tuple3<Integer, Integer, Long>, byte[]> state) {
        this.plan = plan;
        this.state = state;
    }

    static MapStateDescriptor<Tuple3<Integer, Integer, Long>, byte[]> descriptor() {
        return new MapStateDescriptor<>(
                "tiles",
                Types.TUPLE(Types.INT, Types.INT, Types.LONG),
                PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    }

    @Override
    public @Nullable Tile get(TileId id) throws IOException {
        byte[] bytes = touching(() -> state.get(key(id)));
        if (bytes == null) {
            return null;
        }
        in.setBuffer(bytes);
        return plan.readTile(id, in);
    }

    @Override
    public void put(TileId id, Tile tile) throws IOException {
        out.clear();
        tile.write(out);
        byte[] bytes = out.getCopyOfBuffer();
        touching(() -> {
            state.put(key(id), bytes);
            return null;
        });
    }

    @Override
    public void remove(TileId id) throws IOException {
        touching(() -> {
            state.remove(key(id));
            return null;
        });
    }

    @Override
    public List<TileId> ids() throws IOException {
        List<TileId> ids = new ArrayList<>();
        touching(() -> {
            state.keys().forEach(key -> ids.add(new TileId(key.f0, key.f1, key.f2)));
            return null;
        });
        return ids;
    }

    private static Tuple3<Integer, Integer, Long> key(TileId id) {
        return Tuple3.of(id.window(), id.level(), id.startMillis());
    }

    private static <T> @Nullable T touching(Access<T> access) throws IOException {
        try {
            return access.run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("state cannot be reached", e);
        }
    }

    /** A use of state. */
    @FunctionalInterface
    private interface Access<T> {
        @Nullable
        T run() throws Exception;
    }
}
