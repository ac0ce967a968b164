package io.millrace.models.learn;

import io.millrace.config.FieldConfig;
import io.millrace.config.LearningConfig;
import io.millrace.config.LearningConfig.Learner;
import io.millrace.config.ModelConfig.TargetTransform;
import io.millrace.config.ModelConfig.Task;
import io.millrace.config.PipelineConfig;
import io.millrace.models.feature.ColumnEncoding;
import io.millrace.models.feature.EncodingException;
import io.millrace.models.feature.EncodingFit;
import io.millrace.models.feature.InputEncoding;
import io.millrace.models.feature.Numbers;
import io.millrace.models.feature.SchemaEncoder;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.pytorch.Architecture;
import io.millrace.models.pytorch.Epoch;
import io.millrace.models.pytorch.Examples;
import io.millrace.models.pytorch.TrainedNetwork;
import io.millrace.models.pytorch.Trainer;
import io.millrace.models.pytorch.TrainingException;
import io.millrace.models.registry.Manifest.Content;
import io.millrace.models.registry.Manifest.Output;
import io.millrace.models.registry.Manifest.Output.Activation;
import io.millrace.models.registry.Manifest.Parameters;
import io.millrace.models.registry.Manifest.Training;
import io.millrace.models.registry.Trial;
import io.millrace.models.registry.Weights;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorMemory;
import io.millrace.models.tensor.TensorSpec.Element;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything that is learned from some rows: encodings, the target's scale, and the network. */
final class Fit {
    private final PipelineConfig pipeline;
    private final CsvTable table;
    private final Labels labels;
    private final List<LabeledRow> rows;
    private final FeatureJoin join;
    private final List<Values> joined;

    /** @param join of rows with the values of views */
    Fit(PipelineConfig pipeline, CsvTable table, Labels labels, FeatureJoin join, List<LabeledRow> rows) {
        this.pipeline = pipeline;
        this.table = table;
        this.labels = labels;
        this.rows = rows;
        this.join = join;
        this.joined = join.join(rows);
    }

    FeatureJoin join() {
        return join;
    }

    List<Values> joined() {
        return joined;
    }

    /**
     * Trains until the epoch, measuring every epoch on the held-out rows if there are any.
     *
     * @return the model, and the epochs that it has learned for
     */
    Fitted train(List<LabeledRow> heldOut, int epochs, Epoch.Listener listener)
            throws DataException, TrainingException, ModelLoadException {
        InputEncoding input = encoding();
        Scale scale = Scale.of(labels, rows);
        LearningConfig plan = pipeline.learning();
        Architecture architecture = plan.learner() == Learner.LINEAR
                ? Architecture.linear(input.spec().width(), labels.width())
                : new Architecture(Learner.MLP, input.spec().width(), plan.hidden(), plan.members(), labels.width());
        TrainedNetwork network;
        try (TensorMemory memory = new TensorMemory(Long.MAX_VALUE);
                BatchMemory encoded = encode(memory, input, heldOut)) {
            Examples all = Examples.all(encoded, targets(scale, heldOut));
            Trainer trainer = new Trainer(architecture, labels.loss(), plan);
            network = heldOut.isEmpty()
                    ? trainer.train(all, epochs, listener)
                    : trainer.train(all.first(rows.size()), all.without(rows.size()), listener);
        }
        byte[] weights = Weights.write(network.parameters());
        Trial trial = new Trial(content(input, architecture, scale), weights);
        return new Fitted(centred(trial, scale), network.epochs());
    }

    /** A trained model. */
    record Fitted(Trial trial, int epochs) {}

    private InputEncoding encoding() throws DataException {
        EncodingFit fit = new EncodingFit(join.schema(), joined, EncodingFit.DEFAULT_VOCABULARY);
        List<FieldConfig> fields = pipeline.events().fields();
        List<ColumnEncoding> columns = new ArrayList<>();
        try {
            for (int i = 0; i < join.schema().size(); i++) {
                boolean feature = i >= fields.size();
                if (feature || fields.get(i).input()) {
                    columns.add(fit.fit(
                            i, feature ? FieldConfig.Encode.AUTO : fields.get(i).encode()));
                }
            }
        } catch (EncodingException e) {
            throw new DataException(String.valueOf(e.getMessage()), e);
        }
        return new InputEncoding("features", Element.FLOAT32, columns);
    }

    private BatchMemory encode(TensorMemory memory, InputEncoding input, List<LabeledRow> heldOut)
            throws DataException {
        List<Values> all = new ArrayList<>(joined);
        all.addAll(join.join(heldOut));
        long bytes = (long) all.size() * input.spec().rowBytes();
        if (bytes > Integer.MAX_VALUE) {
            throw new DataException("rows do not fit into memory once they are encoded: rows=" + all.size() + ", bytes="
                    + bytes + ", max=" + Integer.MAX_VALUE + "; train on fewer rows");
        }
        BatchMemory encoded = memory.batch(List.of(input.spec()), all.size());
        try {
            SchemaEncoder encoder = SchemaEncoder.bind(List.of(input), join.schema());
            for (int i = 0; i < all.size(); i++) {
                encoder.encode(all.get(i), encoded, i);
            }
            return encoded;
        } catch (EncodingException e) {
            encoded.close();
            throw new DataException(String.valueOf(e.getMessage()), e);
        }
    }

    private float[] targets(Scale scale, List<LabeledRow> heldOut) {
        List<LabeledRow> all = new ArrayList<>(rows);
        all.addAll(heldOut);
        float[] targets = new float[all.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (float) ((labels.number(all.get(i).label()) - scale.mean) / scale.deviation);
        }
        return targets;
    }

    private Content content(InputEncoding input, Architecture architecture, Scale scale) {
        Instant first = Instant.ofEpochMilli(rows.get(0).source().timeMillis());
        Instant last = Instant.ofEpochMilli(rows.get(rows.size() - 1).source().timeMillis());
        return new Content(
                List.of(input),
                new Parameters(architecture),
                output(scale),
                new Training(table.source(), rows.size(), first, last),
                Map.of(),
                Content.DEFAULT_TOLERANCE);
    }

    private Output output(Scale scale) {
        Activation activation =
                switch (labels.model().task()) {
                    case REGRESSION, VECTOR -> Activation.NONE;
                    case BINARY -> Activation.SIGMOID;
                    case MULTICLASS -> Activation.SOFTMAX;
                };
        return new Output(
                labels.model().task(),
                labels.model().target(),
                labels.width(),
                activation,
                labels.model().targetTransform(),
                scale.deviation,
                scale.mean,
                labels.classes());
    }

    /**
     * The model with its mean error on the training rows taken out: Huber's loss aims at the middle of the targets and
     * not at their mean, and the exponential of a mean logarithm is less than the mean (Duan's smearing).
     */
    private Trial centred(Trial trial, Scale scale) throws ModelLoadException {
        if (labels.model().task() != Task.REGRESSION) {
            return trial;
        }
        boolean log = labels.model().targetTransform() == TargetTransform.LOG;
        float[] outputs = trial.score(join.schema(), joined);
        double mean = 0;
        for (int i = 0; i < outputs.length; i++) {
            double target = Numbers.parse(rows.get(i).label());
            mean += (log ? target / outputs[i] : target - outputs[i]) / outputs.length;
        }
        Scale shifted = new Scale(scale.mean + (log ? Math.log(mean) : mean), scale.deviation);
        Content content = trial.content();
        return new Trial(
                new Content(
                        content.inputs(),
                        content.format(),
                        output(shifted),
                        content.training(),
                        content.metrics(),
                        content.tolerance()),
                trial.weights());
    }

    /** What a target is before it is standardised: 0 and 1 for a class. */
    private record Scale(double mean, double deviation) {

        static Scale of(Labels labels, List<LabeledRow> rows) {
            if (labels.model().task() != Task.REGRESSION) {
                return new Scale(0, 1);
            }
            double mean = 0;
            for (LabeledRow row : rows) {
                mean += labels.number(row.label()) / rows.size();
            }
            double squares = 0;
            for (LabeledRow row : rows) {
                squares += Math.pow(labels.number(row.label()) - mean, 2) / rows.size();
            }
            return new Scale(mean, squares > 0 ? Math.sqrt(squares) : 1);
        }
    }
}
