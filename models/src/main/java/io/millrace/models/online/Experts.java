package io.millrace.models.online;

import io.millrace.config.LearningConfig;
import io.millrace.config.LearningConfig.Learner;
import io.millrace.config.ModelConfig.Task;
import io.millrace.config.OnlineConfig;
import io.millrace.config.OnlineConfig.Optimizer;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.online.NetworkExpert.Memory;
import io.millrace.models.pytorch.Architecture;
import io.millrace.models.pytorch.Loss;
import io.millrace.models.registry.Manifest;
import io.millrace.models.registry.Manifest.Content;
import io.millrace.models.registry.Manifest.Format;
import io.millrace.models.registry.Manifest.Parameters;
import io.millrace.models.registry.Manifest.Script;
import io.millrace.models.registry.Trial;
import io.millrace.models.registry.Weights;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The experts of a learner: linear ones first, then networks, then filters. */
final class Experts implements AutoCloseable {
    private static final double[] ALPHAS = {0.1, 0.5};
    private static final double SGD_RATE = 0.005;
    private static final double SGD_CONSTANT_RATE = 0.01;
    private static final List<String> MEMORIES = List.of("network-latest", "network-all", "network-before");
    private static final double DRIFT = 1e-5;
    private static final int MOST_FEATURES = 256;
    private static final int STEP = 64;
    private static final double HEAD_OF_LEARNED = 20;
    private static final double SLOWER_IF_LEARNED = 0.2; // what a model knows is soon forgotten at a beginner's pace

    private final List<String> names = new ArrayList<>();
    private final List<LinearExpert> linear = new ArrayList<>();
    private final List<NetworkExpert> networks = new ArrayList<>();
    private final List<KalmanExpert> filters = new ArrayList<>();
    private final List<ScriptExpert> scripts = new ArrayList<>();
    private final double[] heads;

    private Experts(ScriptExpert script) {
        names.add("script");
        scripts.add(script);
        heads = new double[1];
    }

    private Experts(
            LearningConfig plan,
            Target target,
            Inputs inputs,
            List<NetworkExpert> networks,
            List<KalmanExpert> filters) {
        if (plan.online().learner().linear()) {
            addLinear(plan.online().optimizer(), target, inputs.width());
        }
        for (NetworkExpert each : networks) {
            names.add(MEMORIES.get(this.networks.size()));
            this.networks.add(each);
        }
        for (KalmanExpert each : filters) {
            names.add("kalman");
            this.filters.add(each);
        }
        this.heads = new double[names.size()];
        for (int i = 0; networks.size() == MEMORIES.size() && i < heads.length; i++) {
            boolean knows = i >= linear.size() && i < linear.size() + networks.size();
            heads[i] = knows ? 0 : HEAD_OF_LEARNED;
        }
    }

    /** What experts read: so many elements, encoded from so many columns. */
    record Inputs(int width, int columns) {}

    /* Only for numbers: with classes whose labels come late, a filter is too sure that what has just been goes on. */
    private static List<KalmanExpert> filters(
            LearningConfig plan, Target target, Architecture architecture, int columns, Chance chance) {
        if (plan.online().learner() != OnlineConfig.Learner.MIXTURE
                || target.loss() != Loss.HUBER
                || RandomFeatures.count(architecture) > MOST_FEATURES) {
            return List.of();
        }
        return List.of(new KalmanExpert(new RandomFeatures(architecture, columns, chance), DRIFT));
    }

    private void addLinear(Optimizer optimizer, Target target, int width) {
        int outputs = target.outputs();
        if (optimizer == Optimizer.SGD) {
            names.add("sgd");
            linear.add(new LinearExpert(width, outputs, target.loss(), new SgdSteps(SGD_RATE, SGD_CONSTANT_RATE)));
            return;
        }
        for (double alpha : ALPHAS) {
            names.add("ftrl-" + alpha);
            linear.add(new LinearExpert(width, outputs, target.loss(), new FtrlSteps(width, outputs, alpha)));
        }
    }

    /** Experts that know nothing. */
    static Experts fresh(LearningConfig plan, Target target, Inputs inputs, Chance chance) throws ModelLoadException {
        if (plan.online().learner() == OnlineConfig.Learner.FINE_TUNE) {
            throw new ModelLoadException("there is no model to fine-tune: import one, and go on from it");
        }
        List<NetworkExpert> networks = new ArrayList<>();
        List<KalmanExpert> filters = List.of();
        if (plan.online().learner().networks()) {
            Architecture architecture =
                    new Architecture(Learner.MLP, inputs.width(), plan.hidden(), plan.members(), target.outputs());
            filters = filters(plan, target, architecture, inputs.columns(), chance);
            for (Memory memory : List.of(Memory.LATEST, Memory.ALL)) {
                float[] parameters = architecture.initial(new Random(plan.seed() + networks.size()));
                networks.add(new NetworkExpert(architecture, parameters, memory, settings(plan, target, 1), chance));
            }
        }
        return new Experts(plan, target, inputs, networks, filters);
    }

    /** Experts of which the networks know what a model knows. */
    static Experts from(LearningConfig plan, Target target, Trial model, Chance chance) throws ModelLoadException {
        if (plan.online().learner() == OnlineConfig.Learner.FINE_TUNE) {
            return tuning(plan, target, model);
        }
        Optional<Architecture> known =
                model.content().format().fold(script -> Optional.empty(), format -> Optional.of(format.architecture()));
        Inputs inputs = new Inputs(
                model.content().specs().get(0).width(),
                model.content().inputs().get(0).columns().size());
        if (known.isEmpty()
                || !OnlineLearner.learns(known.get())
                || !plan.online().learner().networks()) {
            return fresh(plan, target, inputs, chance);
        }
        List<NetworkExpert> networks = new ArrayList<>();
        float[] parameters = Weights.read(model.weights(), known.get());
        NetworkExpert.Settings settings = settings(plan, target, SLOWER_IF_LEARNED);
        for (Memory memory : Memory.values()) {
            networks.add(new NetworkExpert(known.get(), parameters, memory, settings, chance));
        }
        List<KalmanExpert> filters = filters(plan, target, known.get(), inputs.columns(), chance);
        return new Experts(plan, target, inputs, networks, filters);
    }

    private static Experts tuning(LearningConfig plan, Target target, Trial model) throws ModelLoadException {
        Content content = model.content();
        boolean script = content.format().fold(its -> true, parameters -> false);
        boolean raw = content.output().task() == Task.REGRESSION
                || content.output().activation() != Manifest.Output.Activation.NONE;
        if (!script || !raw) {
            throw new ModelLoadException("model cannot be fine-tuned: torchscript=" + script + ", activation="
                    + content.output().activation() + "; import a TorchScript model that gives what comes before its"
                    + " activation, and name the activation in the signature, or choose another"
                    + " learning.online.learner");
        }
        int inputs = content.specs().get(0).width();
        return new Experts(
                new ScriptExpert(model.weights(), inputs, target.outputs(), settings(plan, target, SLOWER_IF_LEARNED)));
    }

    private static NetworkExpert.Settings settings(LearningConfig plan, Target target, double pace) {
        return new NetworkExpert.Settings(target.loss(), pace * plan.online().learningRate(), STEP);
    }

    private List<Expert> all() {
        List<Expert> all = new ArrayList<>(linear);
        all.addAll(networks);
        all.addAll(filters);
        all.addAll(scripts);
        return all;
    }

    /** Whether any of them learns from earlier rows again. */
    boolean replaying() {
        return !networks.isEmpty() || !scripts.isEmpty();
    }

    /** How their outputs are added up, before anything is known of them. Only numbers are stacked, for the same reason. */
    Blend blend(Target target) {
        boolean mixture = !linear.isEmpty() && !networks.isEmpty();
        return new Blend(target, heads, mixture && target.loss() == Loss.HUBER);
    }

    Map<String, Double> named(double[] shares) {
        Map<String, Double> named = new LinkedHashMap<>();
        for (int i = 0; i < shares.length; i++) {
            named.put(names.get(i), shares[i]);
        }
        return named;
    }

    List<float[]> outputs(EncodedRows rows) {
        return all().stream().map(expert -> expert.outputs(rows)).toList();
    }

    void learn(EncodedRows rows, Expert.Lesson lesson) {
        all().forEach(expert -> expert.learn(rows, lesson));
    }

    void widen(int at) {
        all().forEach(expert -> expert.widen(at));
    }

    /** What is published. */
    record Artefact(Format format, byte[] weights) {}

    /**
     * All experts as one model that gives what they give together. The networks become members of one average: the last
     * layer of each is scaled by its share, and by how many members there are now for each that it had. The linear ones
     * become the layer beside them.
     */
    Artefact artefact(double[] shares, int width) {
        if (!scripts.isEmpty()) {
            return new Artefact(new Script(), scripts.get(0).model());
        }
        Network network = networks.isEmpty() ? lone(shares, width) : together(shares, width);
        return new Artefact(new Parameters(network.architecture()), Weights.write(network.parameters()));
    }

    private record Network(Architecture architecture, float[] parameters) {}

    private Network lone(double[] shares, int width) {
        Architecture architecture = Architecture.linear(width, outputs(width));
        float[] parameters = new float[architecture.size()];
        writeLinear(shares, parameters, 0, architecture);
        return new Network(architecture, parameters);
    }

    private int outputs(int width) {
        EncodedRows none = new EncodedRows(new float[width], 1, width);
        return linear.get(0).outputs(none).length;
    }

    private void writeLinear(double[] shares, float[] parameters, int from, Architecture architecture) {
        int width = architecture.inputs();
        int outputs = architecture.outputs();
        for (int output = 0; output < outputs; output++) {
            for (int element = 0; element <= width; element++) {
                double sum = 0;
                for (int i = 0; i < linear.size(); i++) {
                    sum += shares[i] * linear.get(i).weight(output, element);
                }
                for (int i = 0; i < filters.size(); i++) {
                    sum += shares[linear.size() + networks.size() + i]
                            * filters.get(i).weight(element);
                }
                int at = element < width ? output * width + element : outputs * width + output;
                parameters[from + at] = (float) sum;
            }
        }
    }

    private Network together(double[] shares, int width) {
        Architecture each = networks.get(0).architecture();
        List<float[]> parts = new ArrayList<>();
        networks.forEach(network -> parts.add(network.parameters()));
        filters.forEach(filter -> parts.add(filter.parameters()));
        int members = each.members() * parts.size();
        Architecture all = new Architecture(
                each.learner(), width, each.hidden(), members, each.outputs(), /* skip= */ !linear.isEmpty());
        float[] parameters = new float[all.size()];
        List<Architecture.Parameters> arrays = each.parameters();
        int to = 0;
        int from = 0;
        for (int i = 0; i < arrays.size(); i++) {
            int size = Math.toIntExact(arrays.get(i).size());
            boolean last = i >= arrays.size() - 2;
            for (int part = 0; part < parts.size(); part++) {
                double factor = last ? shares[linear.size() + part] * parts.size() : 1;
                for (int n = 0; n < size; n++) {
                    parameters[to++] = (float) (factor * parts.get(part)[from + n]);
                }
            }
            from += size;
        }
        if (!linear.isEmpty()) {
            writeLinear(shares, parameters, to, all);
        }
        return new Network(all, parameters);
    }

    void write(DataOutput out) throws IOException {
        for (Expert expert : all()) {
            expert.write(out);
        }
    }

    void read(DataInput in) throws IOException {
        for (Expert expert : all()) {
            expert.read(in);
        }
    }

    @Override
    public void close() {
        all().forEach(Expert::close);
    }
}
