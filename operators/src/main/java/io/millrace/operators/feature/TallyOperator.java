package io.millrace.operators.feature;

import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.record.FeatureCheck;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.SideOutputs;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Tallies comparisons by feature and minute, keyed by feature. Minutes that have changed leave every second and before every
 * checkpoint, so that none is unsaid in what a job goes on from; alerts leave by {@link SideOutputs#ALERTS}.
 */
@SuppressWarnings("NullAway.Init") // what open() sets is set before anything else is called
final class TallyOperator extends AbstractStreamOperator<Outbound>
        implements OneInputStreamOperator<FeatureCheck, Outbound> {
    static final Duration EVERY = Duration.ofSeconds(1);

    private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();

    private final BoundWatch watch;
    private final QualityEncoder encoder;
    private final StageMetrics stage;
    private final Map<String, TallyMetrics> metricsByFeature = new HashMap<>();
    private final TreeMap<String, TreeSet<Long>> changed = new TreeMap<>();
    private final StreamRecord<Outbound> leaving = new StreamRecord<>(null);
    private FeatureTallies tallies;
    private FeatureBounds bounds;
    private @Nullable ScheduledFuture<?> alarm;

    TallyOperator(BoundWatch watch, QualityEncoder encoder, StreamOperatorParameters<Outbound> parameters) {
        super(parameters);
        this.watch = watch;
        this.encoder = encoder;
        this.stage = StageMetrics.of(getMetricGroup(), Ticker.system());
    }

    @Override
    public void open() throws Exception {
        super.open();
        tallies = new FeatureTallies(getRuntimeContext().getMapState(FeatureTallies.descriptor()));
        bounds = new FeatureBounds(
                watch,
                getRuntimeContext().getMapState(FeatureBounds.newestMinutes()),
                getRuntimeContext().getMapState(FeatureBounds.outSince()));
        wakeAfter(getProcessingTimeService().getCurrentProcessingTime());
    }

    private void wakeAfter(long nowMillis) {
        alarm = getProcessingTimeService().registerTimer(nowMillis + EVERY.toMillis(), this::wake);
    }

    private void wake(long nowMillis) throws Exception {
        emitChanged();
        wakeAfter(nowMillis);
    }

    @Override
    public void processElement(StreamRecord<FeatureCheck> record) throws Exception {
        FeatureCheck check = record.getValue();
        long minute = Math.floorDiv(check.timeMillis(), MINUTE_MILLIS) * MINUTE_MILLIS;
        MinuteTally tally = tallies.get(minute);
        tally.add(check);
        tallies.put(minute, tally);
        changed.computeIfAbsent(check.feature(), feature -> new TreeSet<>()).add(minute);
        metricsOf(check.feature()).count(check);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        emitChanged();
    }

    private void emitChanged() throws Exception {
        for (Map.Entry<String, TreeSet<Long>> each : changed.entrySet()) {
            String feature = each.getKey();
            setCurrentKey(feature);
            for (long minute : each.getValue()) {
                MinuteTally tally = tallies.get(minute);
                leaving.replace(encoder.tally(feature, minute, tally), minute);
                output.collect(leaving);
                bounds.take(feature, tally.share(minute), this::emit);
            }
            metricsOf(feature).judged(MinuteShare.sum(bounds.minutes()).smape(), bounds.out());
        }
        changed.clear();
    }

    private void emit(BoundAlert alert) {
        output.collect(SideOutputs.ALERTS, new StreamRecord<>(encoder.alert(alert), alert.sinceMillis()));
    }

    private TallyMetrics metricsOf(String feature) {
        return metricsByFeature.computeIfAbsent(feature, name -> new TallyMetrics(stage, name));
    }

    @Override
    public void finish() throws Exception {
        emitChanged();
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
