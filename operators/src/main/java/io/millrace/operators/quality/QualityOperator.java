package io.millrace.operators.quality;

import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.quality.ModelQuality.Told;
import io.millrace.operators.record.Outbound;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * {@link ModelQuality} in a Flink task, keyed by model. Figures whose labels have changed leave every second and before every
 * checkpoint, so that none is untold in what a job goes on from; those for which only more rows were scored leave every
 * minute. The figures live in the operator; those that have changed are written into its state at a checkpoint.
 */
@SuppressWarnings("NullAway.Init") // what open() sets is set before anything else is called
final class QualityOperator extends AbstractStreamOperator<Outbound>
        implements OneInputStreamOperator<Observed, Outbound> {
    static final Duration EVERY = Duration.ofSeconds(1);
    static final int TICKS_FOR_ROWS = 60;

    /** Under this name lies what the versions of a model have in common. */
    private static final String COMMON = "";

    private static final int FIRST_BYTES = 1 << 12;

    private final QualitySettings settings;
    private final FigureEncoder encoder;
    private final QualityMetrics shown;
    private final Map<String, ModelQuality> byModel = new TreeMap<>();
    private final StreamRecord<Outbound> leaving = new StreamRecord<>(null);
    private MapState<String, byte[]> kept;
    private long ticks;
    private @Nullable ScheduledFuture<?> alarm;

    QualityOperator(QualitySettings settings, StreamOperatorParameters<Outbound> parameters) {
        super(parameters);
        this.settings = settings;
        this.encoder = new FigureEncoder(settings.pipeline());
        this.shown = new QualityMetrics(StageMetrics.of(getMetricGroup(), Ticker.system()));
    }

    @Override
    public void open() throws Exception {
        super.open();
        kept = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "figures", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        wakeAfter(getProcessingTimeService().getCurrentProcessingTime());
    }

    private void wakeAfter(long nowMillis) {
        alarm = getProcessingTimeService().registerTimer(nowMillis + EVERY.toMillis(), this::wake);
    }

    private void wake(long nowMillis) throws Exception {
        tellLabeled();
        if (++ticks % TICKS_FOR_ROWS == 0) {
            byModel.values().forEach(model -> model.tellGrown(told -> emit(model, told)));
        }
        wakeAfter(nowMillis);
    }

    @Override
    public void processElement(StreamRecord<Observed> record) throws Exception {
        Observed observed = record.getValue();
        ModelQuality model = byModel.get(observed.model());
        if (model == null) {
            model = restored(observed.model());
            byModel.put(observed.model(), model);
        }
        model.take(observed);
    }

    private ModelQuality restored(String name) throws Exception {
        ModelQuality model = new ModelQuality(new ModelQuality.Settings(name, settings.slices(), settings.judges()));
        byte[] common = kept.get(COMMON);
        if (common != null) {
            for (String version : model.read(new DataInputDeserializer(common))) {
                model.read(version, new DataInputDeserializer(kept.get(version)));
            }
        }
        return model;
    }

    private void tellLabeled() {
        byModel.values().forEach(model -> model.tellLabeled(told -> emit(model, told)));
    }

    private void emit(ModelQuality model, Told told) {
        if (model.serves(told.key())) {
            shown.show(told);
        }
        leaving.replace(encoder.encode(told), told.nowMillis());
        output.collect(leaving);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        tellLabeled();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        for (Map.Entry<String, ModelQuality> each : byModel.entrySet()) {
            setCurrentKey(each.getKey());
            save(each.getValue());
        }
    }

    private void save(ModelQuality model) throws Exception {
        for (String version : model.close()) {
            kept.remove(version);
        }
        for (String version : model.touched()) {
            kept.put(version, bytes(out -> model.write(version, out)));
        }
        kept.put(COMMON, bytes(model::write));
    }

    private static byte[] bytes(Writing writing) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(FIRST_BYTES);
        writing.to(out);
        return out.getCopyOfBuffer();
    }

    /** Writes something. */
    private interface Writing {
        void to(DataOutputSerializer out) throws IOException;
    }

    @Override
    public void finish() throws Exception {
        tellLabeled();
        byModel.values().forEach(model -> model.tellGrown(told -> emit(model, told)));
        super.finish();
    }

    @Override
    public void close() throws Exception {
        if (alarm != null) {
            alarm.cancel(/* mayInterruptIfRunning= */ false);
        }
        super.close();
    }
}
