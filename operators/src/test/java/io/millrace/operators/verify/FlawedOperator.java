package io.millrace.operators.verify;

import io.millrace.config.BatchingConfig.Order;
import io.millrace.operators.inflight.InFlightQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * Turns texts into upper case on a thread of its own, correctly except for the flaws it is given; texts that begin with
 * {@code !} go to a side output.
 */
final class FlawedOperator extends AbstractStreamOperator<String>
        implements OneInputStreamOperator<String, String>, BoundedOneInput {
    static final OutputTag<String> SIDE = new OutputTag<>("side", Types.STRING);

    private final Set<Flaw> flaws;
    private final transient MailboxExecutor mailbox;
    private final transient ExecutorService worker =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "flawed-worker"));
    private final transient InFlightQueue<StreamRecord<String>, String> queue =
            new InFlightQueue<>(Order.UNORDERED, 100_000, new Emitter());

    @SuppressWarnings("NullAway.Init")
    private transient ListState<String> texts;

    @SuppressWarnings("NullAway.Init")
    private transient ListState<Long> timestamps;

    /** A mistake that operators make. */
    enum Flaw {
        LOSES_ITS_BUFFER,
        STATE_IS_WRITTEN_TWICE,
        WATERMARK_OVERTAKES,
        STATUS_IS_SWALLOWED,
        DOES_NOT_DRAIN,
        HANGS_AT_THE_END,
        KEEPS_THE_RECORD,
        EMITS_TWICE,
        FORGETS_TIMESTAMPS,
        EMITS_FROM_ITS_WORKER,
        THROWS
    }

    FlawedOperator(StreamOperatorParameters<String> parameters, Set<Flaw> flaws) {
        super(parameters);
        this.flaws = flaws;
        this.mailbox = parameters.getMailboxExecutor();
    }

    static OperatorUnderTest<String> with(Set<Flaw> flaws) {
        return OperatorUnderTest.of(Types.STRING, () -> new Factory(flaws)).input(Types.STRING);
    }

    boolean settled() {
        return queue.isEmpty();
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        texts = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("texts", Types.STRING));
        timestamps = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("timestamps", Types.LONG));
    }

    @Override
    public void open() throws Exception {
        super.open();
        List<Long> times = new ArrayList<>();
        timestamps.get().forEach(times::add);
        int i = 0;
        for (String text : texts.get()) {
            processElement(new StreamRecord<>(text, times.get(i++)));
        }
    }

    @Override
    public void processElement(StreamRecord<String> record) {
        if (flaws.contains(Flaw.THROWS)) {
            throw new IllegalStateException("no good: text=" + record.getValue());
        }
        StreamRecord<String> kept = flaws.contains(Flaw.KEEPS_THE_RECORD) ? record : record.copy(record.getValue());
        InFlightQueue.Entry<StreamRecord<String>, String> entry = queue.add(kept);
        worker.execute(() -> work(entry));
    }

    private void work(InFlightQueue.Entry<StreamRecord<String>, String> entry) {
        try {
            if (flaws.contains(Flaw.EMITS_FROM_ITS_WORKER)) {
                emitHere(entry);
            }
            mailbox.execute(() -> queue.complete(entry, entry.input().getValue().toUpperCase(Locale.ROOT)), "done");
        } catch (RejectedExecutionException e) {
            worker.shutdown();
        }
    }

    private void emitHere(InFlightQueue.Entry<StreamRecord<String>, String> entry) {
        try {
            output.collect(entry.input());
        } catch (IllegalStateException e) {
            mailbox.execute(
                    () -> {
                        throw e;
                    },
                    "fault");
        }
    }

    @Override
    public void processWatermark(Watermark mark) {
        barrier(mark);
    }

    @Override
    public void processWatermarkStatus(WatermarkStatus status) {
        if (!flaws.contains(Flaw.STATUS_IS_SWALLOWED)) {
            barrier(status);
        }
    }

    private void barrier(StreamElement barrier) {
        if (flaws.contains(Flaw.WATERMARK_OVERTAKES)) {
            new Emitter().barrier(barrier);
        } else {
            queue.addBarrier(barrier);
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        texts.clear();
        timestamps.clear();
        if (!flaws.contains(Flaw.LOSES_ITS_BUFFER)) {
            List<StreamRecord<String>> inside = new ArrayList<>();
            queue.forEachInput(inside::add);
            if (flaws.contains(Flaw.STATE_IS_WRITTEN_TWICE)) {
                queue.forEachInput(inside::add);
            }
            for (StreamRecord<String> record : inside) {
                texts.add(record.getValue());
                timestamps.add(record.getTimestamp());
            }
        }
    }

    @Override
    public void endInput() throws Exception {
        while (!flaws.contains(Flaw.DOES_NOT_DRAIN) && !queue.isEmpty()) {
            mailbox.yield();
        }
        while (flaws.contains(Flaw.HANGS_AT_THE_END)) {
            mailbox.yield();
        }
    }

    @Override
    public void close() throws Exception {
        worker.shutdownNow();
        super.close();
    }

    private final class Emitter implements InFlightQueue.Output<StreamRecord<String>, String> {

        @Override
        public void result(StreamRecord<String> input, String result) {
            emit(input, result);
            if (flaws.contains(Flaw.EMITS_TWICE)) {
                emit(input, result);
            }
        }

        private void emit(StreamRecord<String> input, String result) {
            StreamRecord<String> record = flaws.contains(Flaw.FORGETS_TIMESTAMPS)
                    ? new StreamRecord<>(result)
                    : new StreamRecord<>(result, input.getTimestamp());
            if (result.startsWith("!")) {
                output.collect(SIDE, record);
            } else {
                output.collect(record);
            }
        }

        @Override
        public void barrier(StreamElement barrier) {
            if (barrier.isWatermark()) {
                output.emitWatermark(barrier.asWatermark());
            } else {
                output.emitWatermarkStatus(barrier.asWatermarkStatus());
            }
        }
    }

    private static final class Factory extends AbstractStreamOperatorFactory<String>
            implements OneInputStreamOperatorFactory<String, String> {
        private final Set<Flaw> flaws;

        Factory(Set<Flaw> flaws) {
            this.flaws = flaws;
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        public <T extends StreamOperator<String>> T createStreamOperator(StreamOperatorParameters<String> parameters) {
            return (T) new FlawedOperator(parameters, flaws);
        }

        @Override
        public Class<? extends StreamOperator<String>> getStreamOperatorClass(ClassLoader loader) {
            return FlawedOperator.class;
        }
    }
}
