package io.millrace.models.registry;

import io.millrace.config.ModelConfig.TargetTransform;
import io.millrace.config.ModelConfig.Task;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import io.millrace.models.registry.Manifest.Output;
import io.millrace.models.registry.Manifest.Output.Activation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The outputs of a model in YAML. */
final class OutputYaml {
    private static final Key<Task> TASK = Key.required("task", Type.oneOf(Task.class), "what the outputs mean");
    private static final Key<String> TARGET = Key.required("target", Type.text(), "what is predicted");
    private static final Key<Integer> WIDTH =
            Key.of("width", Type.integer(1, 1 << 20), 1, "elements in the output of one row");
    private static final Key<Activation> ACTIVATION =
            Key.of("activation", Type.oneOf(Activation.class), Activation.NONE, "applied to the model's outputs first");
    private static final Key<TargetTransform> TRANSFORM = Key.of(
            "target-transform",
            Type.oneOf(TargetTransform.class),
            TargetTransform.NONE,
            "scale on which the model was fitted; its inverse is applied last");
    private static final Key<Double> SCALE = Key.of("scale", Type.number(), 1.0, "multiplies after the activation");
    private static final Key<Double> OFFSET = Key.of("offset", Type.number(), 0.0, "is added after the scale");
    private static final Key<List<String>> CLASSES = Key.of(
            "classes",
            Type.distinct(Type.text(), 0, 1 << 20),
            List.of(),
            "names in the order of the outputs; of a binary task the other class and the positive one");

    /** What comes out of the model. */
    static final Key<Section> OUTPUT = Key.required(
            "output",
            Type.section(Shape.of(TASK, TARGET, WIDTH, ACTIVATION, TRANSFORM, SCALE, OFFSET, CLASSES)),
            "what comes out of the model");

    private OutputYaml() {}

    /** The output that the section describes; what does not fit together is reported. */
    static Output read(Section parent) {
        Section section = parent.get(OUTPUT);
        Task task = section.get(TASK);
        String target = section.get(TARGET);
        int width = section.get(WIDTH);
        Activation activation = section.get(ACTIVATION);
        TargetTransform transform = section.get(TRANSFORM);
        double scale = section.get(SCALE);
        double offset = section.get(OFFSET);
        List<String> classes = section.get(CLASSES);
        if (section.sound()) {
            try {
                return new Output(task, target, width, activation, transform, scale, offset, classes);
            } catch (IllegalArgumentException e) {
                parent.refuse(OUTPUT, String.valueOf(e.getMessage()));
            }
        }
        return new Output(Task.VECTOR, "", 1, Activation.NONE, TargetTransform.NONE, 1, 0, List.of());
    }

    /** The output as plain data. */
    static Map<String, Object> write(Output output) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put(TASK.name(), TASK.type().print(output.task()));
        entry.put(TARGET.name(), output.target());
        entry.put(WIDTH.name(), output.width());
        entry.put(ACTIVATION.name(), ACTIVATION.type().print(output.activation()));
        entry.put(TRANSFORM.name(), TRANSFORM.type().print(output.transform()));
        entry.put(SCALE.name(), output.scale());
        entry.put(OFFSET.name(), output.offset());
        if (!output.classes().isEmpty()) {
            entry.put(CLASSES.name(), output.classes());
        }
        return entry;
    }
}
