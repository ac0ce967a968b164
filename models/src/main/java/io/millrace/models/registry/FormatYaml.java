package io.millrace.models.registry;

import io.millrace.config.LearningConfig.Learner;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import io.millrace.models.pytorch.Architecture;
import io.millrace.models.registry.Manifest.Format;
import io.millrace.models.registry.Manifest.Parameters;
import io.millrace.models.registry.Manifest.Script;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The format of a model's weights in YAML. */
final class FormatYaml {
    private static final int MAX_WIDTH = 1 << 20;

    /** What the weights file holds. */
    static final Key<Kind> FORMAT = Key.required("format", Type.oneOf(Kind.class), "what the weights file holds");

    private static final Key<Learner> LEARNER =
            Key.required("architecture", Type.oneOf(Learner.class), "the network's kind");
    private static final Key<Integer> INPUTS =
            Key.required("inputs", Type.integer(1, MAX_WIDTH), "elements in a row of its input");
    private static final Key<List<Integer>> HIDDEN =
            Key.of("hidden", Type.list(Type.integer(1, MAX_WIDTH), 0, 100), List.of(), "widths of its hidden layers");
    private static final Key<Integer> MEMBERS =
            Key.of("members", Type.integer(1, 1000), 1, "networks that are averaged");
    private static final Key<Integer> OUTPUTS =
            Key.of("outputs", Type.integer(1, MAX_WIDTH), 1, "elements in the output of a row");
    private static final Key<Boolean> SKIP =
            Key.of("skip", Type.bool(), false, "whether a linear layer stands beside the members");
    private static final Key<String> NAME = Key.required("name", Type.text(), "name of the array");
    private static final Key<List<Integer>> SHAPE = Key.required(
            "shape", Type.list(Type.integer(1, Integer.MAX_VALUE), 1, 3), "its dimensions; the last varies fastest");
    private static final Key<List<Section>> ARRAYS = Key.required(
            "parameters",
            Type.list(Type.section(Shape.of(NAME, SHAPE)), 1, 1000),
            "the arrays in the weights file, in its order");

    /** The network of format {@code parameters}. */
    static final Key<Section> NETWORK = Key.optional(
            "network",
            Type.section(Shape.of(LEARNER, INPUTS, HIDDEN, MEMBERS, OUTPUTS, SKIP, ARRAYS)),
            "the network that the parameters belong to");

    private FormatYaml() {}

    /** The names of the formats. */
    enum Kind {
        TORCHSCRIPT,
        PARAMETERS
    }

    /** The format that the section describes; what does not fit together is reported. */
    static Format read(Section parent) {
        Kind kind = parent.get(FORMAT);
        if (kind == Kind.TORCHSCRIPT) {
            return new Script();
        }
        Section section = parent.get(NETWORK);
        Learner learner = section.get(LEARNER);
        int inputs = section.get(INPUTS);
        List<Integer> hidden = section.get(HIDDEN);
        int members = section.get(MEMBERS);
        int outputs = section.get(OUTPUTS);
        boolean skip = section.get(SKIP);
        List<Section> arrays = section.get(ARRAYS);
        if (parent.sound(FORMAT, NETWORK)) {
            try {
                Architecture architecture = new Architecture(learner, inputs, hidden, members, outputs, skip);
                architecture.size();
                requireShapes(section, arrays, architecture);
                return new Parameters(architecture);
            } catch (IllegalArgumentException | ArithmeticException e) {
                parent.refuse(NETWORK, String.valueOf(e.getMessage()));
            }
        }
        return new Script();
    }

    private static void requireShapes(Section section, List<Section> arrays, Architecture architecture) {
        Map<String, List<Integer>> given = new LinkedHashMap<>();
        arrays.forEach(array -> given.put(array.get(NAME), array.get(SHAPE)));
        Map<String, List<Integer>> expected = shapes(architecture);
        if (!List.copyOf(given.entrySet()).equals(List.copyOf(expected.entrySet()))) {
            section.refuse(ARRAYS, "must be those of the network: given=" + given + ", expected=" + expected);
        }
    }

    private static Map<String, List<Integer>> shapes(Architecture architecture) {
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        architecture.parameters().forEach(each -> shapes.put(each.name(), each.dimensions()));
        return shapes;
    }

    /** Adds the format to a document. */
    static void write(Format format, Map<String, Object> document) {
        Kind kind = format.fold(script -> Kind.TORCHSCRIPT, parameters -> Kind.PARAMETERS);
        document.put(FORMAT.name(), FORMAT.type().print(kind));
        Map<String, Object> network = format.fold(script -> Map.of(), parameters -> network(parameters.architecture()));
        if (!network.isEmpty()) {
            document.put(NETWORK.name(), network);
        }
    }

    private static Map<String, Object> network(Architecture architecture) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put(LEARNER.name(), LEARNER.type().print(architecture.learner()));
        entry.put(INPUTS.name(), architecture.inputs());
        entry.put(HIDDEN.name(), architecture.hidden());
        entry.put(MEMBERS.name(), architecture.members());
        entry.put(OUTPUTS.name(), architecture.outputs());
        if (architecture.skip()) {
            entry.put(SKIP.name(), true);
        }
        entry.put(
                ARRAYS.name(),
                shapes(architecture).entrySet().stream()
                        .map(each -> {
                            Map<String, Object> array = new LinkedHashMap<>();
                            array.put(NAME.name(), each.getKey());
                            array.put(SHAPE.name(), each.getValue());
                            return array;
                        })
                        .toList());
        return entry;
    }
}
