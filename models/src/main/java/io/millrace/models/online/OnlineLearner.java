package io.millrace.models.online;

import io.millrace.config.ModelConfig.Task;
import io.millrace.config.OnlineConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.models.feature.EncodingException;
import io.millrace.models.feature.Row;
import io.millrace.models.feature.Schema;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.online.Replay.Drawn;
import io.millrace.models.pytorch.Architecture;
import io.millrace.models.pytorch.Loss;
import io.millrace.models.registry.Manifest.Content;
import io.millrace.models.registry.Manifest.Training;
import io.millrace.models.registry.Trial;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A learner that predicts and learns in turn: one or several experts, whose outputs are added up by their {@link Blend}.
 *
 * <p>Examples are learned from in small batches, whose size grows with the number of examples up to the pipeline's
 * {@code mini-batch}. All randomness comes from the seed, and all state can be written and read: a learner that goes on
 * from what another has written does what that one would have done, bit for bit. Used by one thread.
 */
public final class OnlineLearner implements AutoCloseable {
    /** Of what {@link #write} writes: state of another layout cannot be read. */
    public static final int LAYOUT = 2;

    private static final int EXAMPLES_PER_SIZE = 2000;
    private static final int STEP = 64;

    private final OnlineConfig plan;
    private final OnlineEncoder encoder;
    private final Target target;
    private final Experts experts;
    private final Blend blend;
    private final Replay replay;
    private final Chance chance;
    private final List<Example> pending = new ArrayList<>();
    private long learned;
    private long dropped;

    private OnlineLearner(OnlineConfig plan, OnlineEncoder encoder, Target target, Experts experts, Chance chance) {
        this.plan = plan;
        this.encoder = encoder;
        this.target = target;
        this.experts = experts;
        this.blend = experts.blend(target);
        this.replay = new Replay(plan.window(), plan.reservoir());
        this.chance = chance;
    }

    /**
     * A learner that knows nothing.
     *
     * @param classes of a binary or multiclass task, in the order of their indexes
     * @throws EncodingException if a column cannot be encoded as the pipeline says
     */
    public static OnlineLearner fresh(PipelineConfig pipeline, List<String> classes)
            throws EncodingException, ModelLoadException {
        OnlineEncoder encoder = OnlineEncoder.fresh(pipeline);
        Target target = Target.fresh(pipeline.model(), classes);
        Chance chance = new Chance(pipeline.learning().seed());
        Experts experts = Experts.fresh(
                pipeline.learning(), target, new Experts.Inputs(encoder.width(), encoder.columns()), chance);
        return new OnlineLearner(pipeline.learning().online(), encoder, target, experts, chance);
    }

    /**
     * A learner that goes on from a model: it encodes as the model does, and its networks begin with the model's parameters
     * if those are of a network that it can learn with.
     *
     * @throws EncodingException if the model has several inputs, or reads a column that the pipeline does not have
     */
    public static OnlineLearner from(PipelineConfig pipeline, Trial model)
            throws EncodingException, ModelLoadException {
        Content content = model.content();
        if (content.inputs().size() != 1) {
            throw new EncodingException(
                    "model cannot go on learning: inputs=" + content.inputs().size() + ", expected=1");
        }
        OnlineEncoder encoder = OnlineEncoder.given(content.inputs().get(0), Schema.ofRow(pipeline));
        Target target = Target.given(content.output());
        Chance chance = new Chance(pipeline.learning().seed());
        Experts experts = Experts.from(pipeline.learning(), target, model, chance);
        return new OnlineLearner(pipeline.learning().online(), encoder, target, experts, chance);
    }

    /** Sees a row whose truth is not known yet: the encoding learns from it, unless it was given. */
    public void observe(Row row) {
        encoder.observe(row, experts::widen);
    }

    /** What the model should give for a row, on the scale of the target: a number, a probability, or one for each class. */
    public float[] predict(Row row) {
        if (!target.ready()) {
            return target.guess();
        }
        return target.outputs(blend.outputs(experts.outputs(encoded(List.of(row))), 0));
    }

    /** Takes in an example; learns when there are enough of them. */
    public void learn(Example example) {
        pending.add(example);
        if (!target.ready()) {
            target.see(example.target());
        }
        if (target.ready() && pending.size() >= Math.min(plan.miniBatch(), 1 + learned / EXAMPLES_PER_SIZE)) {
            flush();
        }
    }

    /** Learns from the examples that wait for others. */
    public void flush() {
        if (!target.ready()) {
            return;
        }
        for (int from = 0; from < pending.size(); from += STEP / 2) {
            step(pending.subList(from, Math.min(pending.size(), from + STEP / 2)));
        }
        pending.clear();
    }

    private void step(List<Example> examples) {
        EncodedRows rows = encoded(examples.stream().map(Example::row).toList());
        List<float[]> outputs = experts.outputs(rows);
        if (!finite(outputs)) {
            dropped += examples.size();
            return;
        }
        float[] targets = new float[examples.size()];
        float[] weights = new float[examples.size()];
        for (int i = 0; i < targets.length; i++) {
            double actual = examples.get(i).target();
            targets[i] = target.inner(actual);
            weights[i] = examples.get(i).weight();
            target.judge(actual, blend.outputs(outputs, i));
            blend.add(outputs, i, targets[i]);
            if (experts.replaying()) {
                replay.add(examples.get(i), chance);
            }
        }
        experts.learn(rows, new Expert.Lesson(targets, weights, target.width(), this::draw));
        learned += examples.size();
    }

    private static boolean finite(List<float[]> outputs) {
        for (float[] each : outputs) {
            for (float output : each) {
                if (!Float.isFinite(output)) {
                    return false;
                }
            }
        }
        return true;
    }

    private Drawn draw(boolean latest, int count) {
        List<Row> rows = new ArrayList<>(count);
        float[] targets = new float[count];
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            Example example = replay.any(latest, chance);
            rows.add(example.row());
            targets[i] = target.inner(example.target());
            weights[i] = example.weight();
        }
        return new Drawn(encoded(rows), targets, weights);
    }

    private EncodedRows encoded(List<? extends Row> rows) {
        int width = encoder.width();
        float[] elements = new float[rows.size() * width];
        for (int i = 0; i < rows.size(); i++) {
            encoder.encode(rows.get(i), elements, i * width);
        }
        return new EncodedRows(elements, rows.size(), width);
    }

    /** Number of examples it has learned from. */
    public long learned() {
        return learned;
    }

    /** Number of examples that it did not learn from, because an expert has no finite output for one of their batch. */
    public long dropped() {
        return dropped;
    }

    /** Number of examples that wait for others. */
    public int waiting() {
        return pending.size();
    }

    /** How much each expert counts now, by its name. */
    public Map<String, Double> shares() {
        return experts.named(blend.now());
    }

    /**
     * The model by now, to be published.
     *
     * @param training what it has learned from
     */
    public Trial trial(Training training, Map<String, Map<String, Double>> metrics) {
        Experts.Artefact artefact = experts.artefact(blend.now(), encoder.width());
        Content content = new Content(
                List.of(encoder.encoding()),
                artefact.format(),
                target.output(),
                training,
                metrics,
                Content.DEFAULT_TOLERANCE);
        return new Trial(content, artefact.weights());
    }

    /** Writes the whole state. */
    public void write(DataOutput out) throws IOException {
        out.writeLong(learned);
        out.writeLong(dropped);
        chance.write(out);
        encoder.write(out);
        target.write(out);
        blend.write(out);
        replay.write(out);
        Replay.write(pending, out);
        experts.write(out);
    }

    /** Goes on from what a learner of the same pipeline, made in the same way, has written. */
    public void read(DataInput in) throws IOException {
        learned = in.readLong();
        dropped = in.readLong();
        chance.read(in);
        encoder.read(in);
        target.read(in);
        blend.read(in);
        replay.read(in);
        Replay.read(in, pending);
        experts.read(in);
    }

    @Override
    public void close() {
        experts.close();
    }

    /** The loss that a task is learned with. */
    static Loss loss(Task task) {
        return switch (task) {
            case REGRESSION, VECTOR -> Loss.HUBER;
            case BINARY -> Loss.LOGISTIC;
            case MULTICLASS -> Loss.CROSS_ENTROPY;
        };
    }

    /** Whether parameters of a network can go on learning: no layer lies beside its members. */
    static boolean learns(Architecture architecture) {
        return !architecture.skip() && !architecture.hidden().isEmpty();
    }
}
