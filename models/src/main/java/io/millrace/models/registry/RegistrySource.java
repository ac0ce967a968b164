package io.millrace.models.registry;

import io.millrace.models.feature.Schema;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ModelSource;
import io.millrace.models.infer.ServedModel;
import java.nio.file.Path;

/**
 * The versions of a model in a {@link ModelRegistry}.
 *
 * @param registry absolute path of the registry's folder, the same on every machine of the job
 * @param serve an alias or a version number
 * @param row the rows that the model will read
 */
public record RegistrySource(String registry, String model, String serve, Schema row) implements ModelSource {

    @Override
    public String key() {
        return registry + "/" + model + "?serve=" + serve + "&row=" + row;
    }

    @Override
    public Resolved resolve() throws ModelLoadException {
        return new ModelRegistry(Path.of(registry)).resolve(model, serve);
    }

    @Override
    public ServedModel load(int version, ComputeDevice device) throws ModelLoadException {
        Artefact artefact = new ModelRegistry(Path.of(registry)).read(model, version);
        try {
            return new ModelLoader(artefact, device).load(row);
        } catch (ModelLoadException e) {
            throw ModelRegistry.refusal(model, version, e);
        }
    }
}
