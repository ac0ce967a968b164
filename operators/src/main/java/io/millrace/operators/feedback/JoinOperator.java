package io.millrace.operators.feedback;

import io.millrace.config.LabelsConfig;
import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.LabelEvent;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.Scored;
import io.millrace.operators.record.SideOutputs;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * {@link LabelJoin} in a Flink task: scored rows on the first input, labels on the second, both keyed by what labels name.
 * Orphans leave by {@link SideOutputs#REJECTED}. Feedback has the time from which it could be known, so that what is on time
 * here is so everywhere behind. Watermarks of both inputs make a {@link JoinClock}, which drives the timers.
 */
@SuppressWarnings("NullAway.Init") // what initializeState() and open() set is set before anything else is called
final class JoinOperator extends AbstractStreamOperator<Feedback>
        implements TwoInputStreamOperator<Scored, LabelEvent, Feedback>, Triggerable<String, String>, LabelJoin.Output {
    private static final int LABELS = 1;

    private final LabelsConfig labels;
    private final JoinMetrics joined;
    private final StreamRecord<Feedback> leaving = new StreamRecord<>(null);
    private KeptJoin kept;
    private FeedbackMaker maker;
    private LabelJoin join;
    private long emittedMark = JoinClock.UNKNOWN;

    JoinOperator(LabelsConfig labels, StreamOperatorParameters<Feedback> parameters) {
        super(parameters);
        this.labels = labels;
        this.joined = new JoinMetrics(StageMetrics.of(getMetricGroup(), Ticker.system()));
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        kept = new KeptJoin(context.getOperatorStateStore());
    }

    @Override
    public void open() throws Exception {
        super.open();
        emittedMark = kept.clock().together();
        maker = new FeedbackMaker(kept.delays(), labels.waiting().row().toMillis());
        join = new LabelJoin(
                labels,
                new KeyedJoinState(
                        getRuntimeContext(), getInternalTimerService("alarms", StringSerializer.INSTANCE, this)),
                this);
    }

    @Override
    public void processElement1(StreamRecord<Scored> record) throws Exception {
        joined.count(join.row(record.getValue(), kept.clock()));
    }

    @Override
    public void processElement2(StreamRecord<LabelEvent> record) throws Exception {
        joined.count(join.label(record.getValue(), kept.clock()));
    }

    @Override
    public void onEventTime(InternalTimer<String, String> timer) throws Exception {
        join.ring(Alarm.parse(timer.getNamespace()), kept.clock());
    }

    @Override
    public void onProcessingTime(InternalTimer<String, String> timer) {
        throw new IllegalStateException("timers are of event time only");
    }

    @Override
    public void processWatermark1(Watermark mark) throws Exception {
        kept.clock().scored(mark.getTimestamp());
        advance();
    }

    @Override
    public void processWatermark2(Watermark mark) throws Exception {
        kept.clock().labels(mark.getTimestamp());
        advance();
    }

    @Override
    protected void processWatermarkStatus(WatermarkStatus status, int index) throws Exception {
        if (index == LABELS) {
            kept.clock().labelsSilent(status.isIdle());
            advance();
        }
    }

    private void advance() throws Exception {
        long together = kept.clock().together();
        if (together > emittedMark) {
            emittedMark = together;
            processWatermark(new Watermark(together));
        }
    }

    @Override
    public void feedback(Scored row, LabelJoin.Change change) {
        Feedback feedback = maker.of(row, change);
        joined.count(feedback);
        leaving.replace(feedback, maker.timeMillis(row, change));
        output.collect(leaving);
    }

    @Override
    public void orphan(LabelEvent label, String why) {
        joined.count(LabelJoin.Taken.LABEL_ORPHAN);
        Rejection rejection = new Rejection(label.raw(), Rejection.Stage.LABEL, Reason.LABEL_ORPHAN, why);
        output.collect(SideOutputs.REJECTED, new StreamRecord<>(rejection));
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        kept.save();
    }
}
