package io.millrace.models.registry;

import io.millrace.config.ModelConfig.TargetTransform;
import io.millrace.config.ModelConfig.Task;
import io.millrace.models.feature.InputEncoding;
import io.millrace.models.infer.OutputTransform;
import io.millrace.models.pytorch.Architecture;
import io.millrace.models.tensor.TensorSpec;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a version says of itself.
 *
 * @param files SHA-256 of every other file of the version, in hexadecimal, by the file's name, sorted
 */
public record Manifest(Identity identity, Content content, Map<String, String> files) {

    public Manifest {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /**
     * Which version it is.
     *
     * @param parent the version that it was derived from, or null
     */
    public record Identity(
            String model, int version, @Nullable Integer parent, Instant created) {}

    /**
     * What the version takes, computes and gives.
     *
     * @param tolerance how far an output may be from its golden row, as a share of the sizes of the expected outputs
     */
    public record Content(
            List<InputEncoding> inputs,
            Format format,
            Output output,
            Training training,
            Map<String, Map<String, Double>> metrics,
            double tolerance) {
        /** Lets the arithmetic differ between devices and builds of PyTorch, and nothing else. */
        public static final double DEFAULT_TOLERANCE = 1e-4;

        public Content {
            inputs = List.copyOf(inputs);
            metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
        }

        /** The tensors that the model takes. */
        public List<TensorSpec> specs() {
            return inputs.stream().map(InputEncoding::spec).toList();
        }
    }

    /** What the weights file holds. */
    public sealed interface Format {

        /** The one weights file of a version of this format. */
        String file();

        /** The result of the function for this kind of format. */
        <R> R fold(Function<? super Script, ? extends R> script, Function<? super Parameters, ? extends R> parameters);
    }

    /** A TorchScript model with its code. */
    public record Script() implements Format {
        @Override
        public String file() {
            return "model.pt";
        }

        @Override
        public <R> R fold(
                Function<? super Script, ? extends R> script, Function<? super Parameters, ? extends R> parameters) {
            return script.apply(this);
        }
    }

    /** The parameters of a network that Millrace builds itself, as little-endian 32-bit floats and nothing else. */
    public record Parameters(Architecture architecture) implements Format {
        @Override
        public String file() {
            return "weights.f32";
        }

        @Override
        public <R> R fold(
                Function<? super Script, ? extends R> script, Function<? super Parameters, ? extends R> parameters) {
            return parameters.apply(this);
        }
    }

    /**
     * What the outputs mean and how they reach the scale of the target: activation, then {@code offset + scale * x},
     * then the inverse of the target's transform.
     *
     * @param target name of what is predicted
     * @param classes names of the classes in the order of the outputs; of a binary task the other one and the positive
     *     one; empty if they have no names
     */
    public record Output(
            Task task,
            String target,
            int width,
            Activation activation,
            TargetTransform transform,
            double scale,
            double offset,
            List<String> classes) {

        /** What is applied to the model's outputs first. */
        public enum Activation {
            NONE,
            SIGMOID,
            SOFTMAX
        }

        public Output {
            classes = List.copyOf(classes);
            int expected =
                    switch (task) {
                        case REGRESSION, BINARY -> 1;
                        case MULTICLASS, VECTOR -> Math.max(width, task == Task.MULTICLASS ? 2 : 1);
                    };
            if (width != expected) {
                throw new IllegalArgumentException(
                        "outputs do not fit the task: task=" + task + ", width=" + width + ", expected=" + expected);
            }
            int named = task == Task.BINARY ? 2 : width;
            if (!classes.isEmpty() && classes.size() != named) {
                throw new IllegalArgumentException("classes do not fit the outputs: task=" + task + ", classes="
                        + classes + ", expected=" + named);
            }
            if (!Double.isFinite(scale) || !Double.isFinite(offset) || scale == 0) {
                throw new IllegalArgumentException(
                        "scale and offset must be finite, the scale not 0: scale=" + scale + ", offset=" + offset);
            }
        }

        /** The way from what the model returns to the scale of the target. */
        public OutputTransform toTarget() {
            OutputTransform activated =
                    switch (activation) {
                        case NONE -> OutputTransform.identity();
                        case SIGMOID -> OutputTransform.sigmoid();
                        case SOFTMAX -> OutputTransform.softmax();
                    };
            OutputTransform scaled =
                    scale == 1 && offset == 0 ? activated : activated.andThen(OutputTransform.affine(scale, offset));
            return switch (transform) {
                case NONE -> scaled;
                case LOG -> scaled.andThen(OutputTransform.exp());
            };
        }
    }

    /**
     * The rows that the version learned from, or was given with.
     *
     * @param source name of the file
     * @param first event time of the first row, or null if unknown
     * @param last event time of the last row, or null if unknown
     */
    public record Training(
            String source,
            long rows,
            @Nullable Instant first,
            @Nullable Instant last) {}
}
