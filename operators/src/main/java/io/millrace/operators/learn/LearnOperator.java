package io.millrace.operators.learn;

import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.Published;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/** {@link Learning} in a Flink task, of which there is one. */
@SuppressWarnings("NullAway.Init") // what initializeState() and open() set is set before anything else is called
final class LearnOperator extends AbstractStreamOperator<Published>
        implements OneInputStreamOperator<Feedback, Published> {
    private final Course course;
    private final LearnMetrics learned;
    private final StreamRecord<Published> leaving = new StreamRecord<>(null);
    private KeptLearning kept;
    private @Nullable Learning learning;
    private @Nullable ScheduledFuture<?> alarm;

    LearnOperator(Course course, StreamOperatorParameters<Published> parameters) {
        super(parameters);
        this.course = course;
        this.learned = new LearnMetrics(StageMetrics.of(getMetricGroup(), Ticker.system()));
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        kept = new KeptLearning(context.getOperatorStateStore());
    }

    @Override
    public void open() throws Exception {
        super.open();
        Optional<Learning.Saved> saved = kept.restore();
        learning = saved.isPresent()
                ? Learning.resume(course, learned, this::emit, saved.get())
                : Learning.begin(course, learned, this::emit);
        wakeAfter(getProcessingTimeService().getCurrentProcessingTime());
    }

    private void wakeAfter(long nowMillis) {
        long every = course.pipeline().learning().live().publishTime().toMillis();
        alarm = getProcessingTimeService().registerTimer(nowMillis + every, this::wake);
    }

    private void wake(long nowMillis) {
        learning().tick();
        wakeAfter(nowMillis);
    }

    private void emit(Published published) {
        output.collect(leaving.replace(published, published.timeMillis()));
    }

    @Override
    public void processElement(StreamRecord<Feedback> record) {
        learning().take(record.getValue(), record.getTimestamp());
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        learning().advance(mark.getTimestamp());
        super.processWatermark(mark);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        kept.save(learning().save());
    }

    Learning learning() {
        if (learning == null) {
            throw new IllegalStateException("operator is not open");
        }
        return learning;
    }

    @Override
    public void close() throws Exception {
        if (alarm != null) {
            alarm.cancel(/* mayInterruptIfRunning= */ false);
        }
        if (learning != null) {
            learning.close();
        }
        super.close();
    }
}
