package io.millrace.benchmarks.rival;

import ai.djl.Model;
import io.millrace.benchmarks.flow.RigInputs;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.OutputTransform;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.infer.VersionId;
import io.millrace.models.pytorch.PyTorch;
import io.millrace.models.registry.ModelRegistry;
import io.millrace.models.registry.RegistrySource;
import io.millrace.operators.record.ModelStamp;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;

/** A version in the registry, to be loaded the way DJL's documentation shows. */
record RivalModel(RegistrySource source, int version) implements Serializable {

    static RivalModel of(RigInputs inputs) throws ModelLoadException {
        return new RivalModel(inputs.model(), inputs.model().resolve().version());
    }

    /** The model as DJL has it. One intra-op thread, as everywhere. */
    @SuppressWarnings("try") // the engine must be there first
    Model open() throws ModelLoadException {
        PyTorch.engine();
        Path file = Path.of(source.registry())
                .resolve(source.model())
                .resolve(Integer.toString(version))
                .resolve("model.pt");
        Model model = Model.newInstance(source.model(), "PyTorch");
        try (InputStream script = Files.newInputStream(file)) {
            model.load(script);
            return model;
        } catch (IOException | ai.djl.MalformedModelException e) {
            model.close();
            throw new ModelLoadException("model cannot be loaded: file=" + file, e);
        }
    }

    /** The same version as Millrace has it, for its id and its encoder. */
    ServedModel served() throws ModelLoadException {
        return source.load(version, ComputeDevice.CPU);
    }

    /** What its predictions say of it. */
    static ModelStamp stamp(VersionId id) {
        return new ModelStamp(id.model(), id.version(), id.artefact(), "champion", /* propensity= */ 1.0);
    }

    /** From the model's outputs to the target. */
    OutputTransform toTarget() throws ModelLoadException {
        return new ModelRegistry(Path.of(source.registry()))
                .manifest(source.model(), version)
                .content()
                .output()
                .toTarget();
    }
}
