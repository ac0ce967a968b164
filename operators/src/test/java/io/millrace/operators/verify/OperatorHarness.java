package io.millrace.operators.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.operators.testutils.MockInputSplitProvider;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.graph.StreamConfig;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.util.function.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/**
 * One subtask of an operator, driven by hand. The thread that makes it is the task thread: mails run only when it says
 * so, or while the operator yields. {@link #close} is a crash: nothing is drained; {@link #finish} is the orderly end.
 */
public final class OperatorHarness<OUT> implements AutoCloseable {
    static final int MAX_PARALLELISM = 128;

    private final OperatorUnderTest<OUT> description;
    private final MockEnvironment environment;
    private final AbstractStreamOperatorTestHarness<OUT> flink;
    private final List<Emission> emissions = new ArrayList<>();
    private final List<StreamRecord<Object>> reused = new ArrayList<>();
    private final boolean objectReuse;
    private long checkpoints;

    /** Which of how many subtasks it is, and whether objects are reused between operators. */
    public record Place(int subtask, int parallelism, boolean objectReuse) {
        /** The only subtask, as Millrace runs it. */
        public static final Place ONLY = new Place(0, 1, /* objectReuse= */ true);
    }

    /** A subtask that is not open yet. */
    public OperatorHarness(OperatorUnderTest<OUT> description, Place place) throws Exception {
        this.description = description;
        this.objectReuse = place.objectReuse();
        this.environment = new MockEnvironmentBuilder()
                .setTaskName("verified")
                .setManagedMemorySize(3 * 1024 * 1024)
                .setInputSplitProvider(new MockInputSplitProvider())
                .setIOManager(SharedIo.INSTANCE)
                .setMaxParallelism(MAX_PARALLELISM)
                .setParallelism(place.parallelism())
                .setSubtaskIndex(place.subtask())
                .build();
        if (objectReuse) {
            environment.getExecutionConfig().enableObjectReuse();
        } else {
            environment.getExecutionConfig().disableObjectReuse();
        }
        ((SerializerConfigImpl) environment.getExecutionConfig().getSerializerConfig()).setGenericTypes(false);
        this.flink =
                new AbstractStreamOperatorTestHarness<>(description.factory().get(), environment);
        flink.setOutputCreator(serializer -> new RecordingOutput<>(emissions));
        configure(flink.getStreamConfig());
    }

    /** The only subtask, open, with objects reused. */
    public static <OUT> OperatorHarness<OUT> opened(OperatorUnderTest<OUT> description) throws Exception {
        return opened(description, Place.ONLY, null);
    }

    /** A subtask that begins with the state, or without one, open. */
    public static <OUT> OperatorHarness<OUT> opened(
            OperatorUnderTest<OUT> description, Place place, @Nullable OperatorSubtaskState state) throws Exception {
        OperatorHarness<OUT> harness = new OperatorHarness<>(description, place);
        try {
            harness.open(state);
        } catch (Throwable failure) {
            harness.close();
            throw failure;
        }
        return harness;
    }

    private void configure(StreamConfig config) {
        SerializerConfigImpl types = new SerializerConfigImpl();
        TypeSerializer<?>[] serializers = description.inputs().stream()
                .map(input -> input.type().createSerializer(types))
                .toArray(TypeSerializer<?>[]::new);
        config.setupNetworkInputs(serializers);
        config.setTypeSerializerOut(description.output().createSerializer(types));
        for (int i = 0; i < serializers.length; i++) {
            OperatorUnderTest.Input<?> input = description.inputs().get(i);
            if (input.key() != null && input.keyType() != null) {
                config.setStatePartitioner(i, input.key());
                config.setStateKeySerializer(input.keyType().createSerializer(types));
            }
        }
        config.serializeAllConfigs();
    }

    /** Restores the state, if there is one, and opens the operator. */
    public void open(@Nullable OperatorSubtaskState state) throws Exception {
        flink.setup();
        if (state == null) {
            flink.initializeEmptyState();
        } else {
            flink.initializeState(state);
        }
        flink.open();
    }

    /** An element arrives. With object reuse the same record object carries every element of an input. */
    @SuppressWarnings("unchecked")
    public void element(int input, Object value, long timestamp) throws Exception {
        StreamRecord<Object> record = record(input, value, timestamp);
        if (operator() instanceof TwoInputStreamOperator<?, ?, ?> two) {
            if (input == 0) {
                two.setKeyContextElement1(record);
                ((TwoInputStreamOperator<Object, ?, ?>) two).processElement1(record);
            } else {
                two.setKeyContextElement2(record);
                ((TwoInputStreamOperator<?, Object, ?>) two).processElement2(record);
            }
        } else {
            OneInputStreamOperator<Object, OUT> one = one();
            one.setKeyContextElement(record);
            one.processElement(record);
        }
    }

    @SuppressWarnings("unchecked")
    private StreamRecord<Object> record(int input, Object value, long timestamp) {
        if (!objectReuse) {
            TypeSerializer<Object> serializer = (TypeSerializer<Object>)
                    description.inputs().get(input).type().createSerializer(new SerializerConfigImpl());
            return new StreamRecord<>(serializer.copy(value), timestamp);
        }
        while (reused.size() <= input) {
            reused.add(new StreamRecord<>(value));
        }
        return reused.get(input).replace(value, timestamp);
    }

    /** A watermark arrives on every input. */
    public void watermark(long timestamp) throws Exception {
        Watermark mark = new Watermark(timestamp);
        if (operator() instanceof TwoInputStreamOperator<?, ?, ?> two) {
            two.processWatermark1(mark);
            two.processWatermark2(mark);
        } else {
            one().processWatermark(mark);
        }
    }

    /** Every input becomes idle, or active. */
    public void status(boolean idle) throws Exception {
        WatermarkStatus status = idle ? WatermarkStatus.IDLE : WatermarkStatus.ACTIVE;
        if (operator() instanceof TwoInputStreamOperator<?, ?, ?> two) {
            two.processWatermarkStatus1(status);
            two.processWatermarkStatus2(status);
        } else {
            one().processWatermarkStatus(status);
        }
    }

    /** A latency marker arrives on the first input. */
    public void latencyMarker(LatencyMarker marker) throws Exception {
        if (operator() instanceof TwoInputStreamOperator<?, ?, ?> two) {
            two.processLatencyMarker1(marker);
        } else {
            one().processLatencyMarker(marker);
        }
    }

    /** Turns the processing-time clock. */
    public void clock(long millis) throws Exception {
        flink.setProcessingTime(millis);
    }

    /** Runs one mail that is there; false if there is none. */
    public boolean runMail() throws Exception {
        Optional<Mail> mail = flink.getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
        if (mail.isPresent()) {
            mail.get().run();
        }
        return mail.isPresent();
    }

    /** Runs the mails that are there, and those that they lead to. */
    public void runMails() throws Exception {
        boolean ran = true;
        while (ran) {
            ran = runMail();
        }
    }

    /** Waits for a mail and runs it. */
    public void awaitMail() throws Exception {
        flink.getTaskMailbox().take(TaskMailbox.MIN_PRIORITY).run();
    }

    /** Puts a mail behind those that are there. */
    public void post(ThrowingRunnable<? extends Exception> work) {
        flink.getTaskMailbox().put(new Mail(work, TaskMailbox.MIN_PRIORITY + 1, "posted by the test"));
    }

    /** A checkpoint as it would be stored. */
    public OperatorSubtaskState snapshot() throws Exception {
        checkpoints++;
        flink.prepareSnapshotPreBarrier(checkpoints);
        return flink.snapshot(checkpoints, checkpoints);
    }

    /** The savepoint with which a job stops without draining. */
    public OperatorSubtaskState suspend() throws Exception {
        checkpoints++;
        flink.prepareSnapshotPreBarrier(checkpoints);
        return flink.snapshotWithLocalState(
                        checkpoints, checkpoints, SavepointType.suspend(SavepointFormatType.CANONICAL))
                .getJobManagerOwnedState();
    }

    /** The latest checkpoint or savepoint has failed. */
    public void abort() throws Exception {
        operator().notifyCheckpointAborted(checkpoints);
    }

    /** The end of every input, as a bounded or draining job sees it; then the operator is finished. */
    public void finish() throws Exception {
        for (int input = 1; input <= description.inputs().size(); input++) {
            if (operator() instanceof BoundedMultiInput bounded) {
                bounded.endInput(input);
            } else if (operator() instanceof BoundedOneInput bounded) {
                bounded.endInput();
            }
        }
        runMails();
        operator().finish();
        runMails();
    }

    /** Ends the operator as a failure or a cancellation does: nothing is drained. */
    @Override
    public void close() {
        try {
            flink.getTaskMailbox().quiesce();
            if (flink.getOperator() != null) {
                flink.getOperator().close();
            }
            flink.getTaskMailbox().close();
            flink.getProcessingTimeService().shutdownService();
        } catch (Exception e) {
            throw new AssertionError("operator did not close: " + e, e);
        } finally {
            closeEnvironment();
        }
    }

    private void closeEnvironment() {
        try {
            environment.close();
        } catch (Exception e) {
            throw new AssertionError("environment did not close: " + e, e);
        }
    }

    public AbstractStreamOperator<OUT> operator() {
        return flink.getOperator();
    }

    /** Everything that left so far, in order. The list grows. */
    public List<Emission> emissions() {
        return emissions;
    }

    /** The values that left on the main output so far, in order. */
    public List<OUT> values() {
        return valuesOf("");
    }

    /** The values that left on an output so far, in order; the empty text is the main output. */
    @SuppressWarnings("unchecked")
    public <X> List<X> valuesOf(String tag) {
        List<X> values = new ArrayList<>();
        for (Emission emission : emissions) {
            if (emission instanceof Emission.Value value && value.tag().equals(tag)) {
                values.add((X) value.value());
            }
        }
        return values;
    }

    /** The subtask that an element belongs to, of as many as there are. */
    @SuppressWarnings("unchecked")
    static int subtaskOf(OperatorUnderTest<?> description, Step.Element element, int parallelism, int turn)
            throws Exception {
        KeySelector<Object, ?> key = (KeySelector<Object, ?>)
                description.inputs().get(element.input()).key();
        return key == null
                ? turn % parallelism
                : KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        key.getKey(element.value()), MAX_PARALLELISM, parallelism);
    }

    @SuppressWarnings("unchecked")
    private OneInputStreamOperator<Object, OUT> one() {
        return (OneInputStreamOperator<Object, OUT>) operator();
    }
}
