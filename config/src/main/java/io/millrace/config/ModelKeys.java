package io.millrace.config;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;

/** The keys of {@link ModelConfig}. */
final class ModelKeys {
    static final Key<String> NAME = Key.required("name", NameTypes.MODEL, "name of the model in the registry");
    static final Key<String> SERVE = Key.of(
            "serve", NameTypes.ALIAS_OR_VERSION, "champion", "what is served: an alias, or one version by its number");
    static final Key<ModelConfig.Task> TASK =
            Key.required("task", Type.oneOf(ModelConfig.Task.class), "what the outputs of the model mean");
    static final Key<String> TARGET =
            Key.required("target", NameTypes.FIELD, "column that training predicts; the name that predictions carry");
    static final Key<ModelConfig.TargetTransform> TARGET_TRANSFORM = Key.of(
            "target-transform",
            Type.oneOf(ModelConfig.TargetTransform.class),
            ModelConfig.TargetTransform.NONE,
            "scale on which a trained model fits the target; log needs positive targets");

    static final Shape SHAPE = Shape.of(NAME, SERVE, TASK, TARGET, TARGET_TRANSFORM);

    private ModelKeys() {}

    static ModelConfig bind(Section section) {
        ModelConfig model = new ModelConfig(
                section.get(NAME),
                section.get(SERVE),
                section.get(TASK),
                section.get(TARGET),
                section.get(TARGET_TRANSFORM));
        onlyANumberHasALogarithm(section, model);
        return model;
    }

    private static void onlyANumberHasALogarithm(Section section, ModelConfig model) {
        if (section.sound(TASK, TARGET_TRANSFORM)
                && model.targetTransform() == ModelConfig.TargetTransform.LOG
                && model.task() != ModelConfig.Task.REGRESSION) {
            section.refuse(
                    TARGET_TRANSFORM,
                    "needs model.task regression, not " + TASK.type().print(model.task()));
        }
    }
}
