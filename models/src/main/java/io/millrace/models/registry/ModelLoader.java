package io.millrace.models.registry;

import io.millrace.models.feature.EncodingException;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.SchemaEncoder;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.Scorer;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.infer.TransformedScorer;
import io.millrace.models.pytorch.Architecture;
import io.millrace.models.pytorch.Networks;
import io.millrace.models.pytorch.TorchScript;
import io.millrace.models.registry.Manifest.Content;
import io.millrace.models.tensor.TensorSpec;
import java.util.List;
import java.util.Optional;

/** Makes a scorer of an artefact whose hashes match, and has it reproduce the golden rows. */
final class ModelLoader {
    private final Artefact artefact;
    private final ComputeDevice device;

    ModelLoader(Artefact artefact, ComputeDevice device) {
        this.artefact = artefact;
        this.device = device;
    }

    /** The version, reading rows of this schema. */
    ServedModel load(Schema schema) throws ModelLoadException {
        SchemaEncoder encoder;
        try {
            encoder = SchemaEncoder.bind(artefact.manifest().content().inputs(), schema);
        } catch (EncodingException e) {
            throw new ModelLoadException(String.valueOf(e.getMessage()), e);
        }
        return new ServedModel(artefact.id(), encoder, scorer());
    }

    /** The scorer, on the scale of the target, after it has reproduced the golden rows. */
    Scorer scorer() throws ModelLoadException {
        Content content = artefact.manifest().content();
        Golden golden = new GoldenCsv(content.inputs(), content.output().width()).read(artefact.golden());
        Scorer scorer = scorer(content, artefact.weights(), device);
        try {
            golden.check(scorer, content.inputs(), content.tolerance());
            return scorer;
        } catch (ModelLoadException | RuntimeException e) {
            scorer.close();
            throw e;
        }
    }

    /** A scorer of these weights that nothing has vouched for yet. */
    static Scorer scorer(Content content, byte[] weights, ComputeDevice device) throws ModelLoadException {
        Optional<Architecture> network =
                content.format().fold(script -> Optional.empty(), format -> Optional.of(format.architecture()));
        Scorer scorer = network.isPresent()
                ? network(content, network.get(), weights, device)
                : TorchScript.load(
                        content.format().file(),
                        weights,
                        new TorchScript.Signature(
                                content.specs(), content.output().width()),
                        device);
        return new TransformedScorer(scorer, content.output().toTarget());
    }

    private static Scorer network(Content content, Architecture network, byte[] weights, ComputeDevice device)
            throws ModelLoadException {
        List<TensorSpec> specs = content.specs();
        TensorSpec input = specs.get(0);
        if (specs.size() != 1
                || input.element() != TensorSpec.Element.FLOAT32
                || input.width() != network.inputs()
                || content.output().width() != network.outputs()) {
            throw new ModelLoadException("network has other inputs or outputs than the manifest: inputs="
                    + network.inputs() + ", manifest=" + specs + ", outputs=" + network.outputs() + ", manifest="
                    + content.output().width());
        }
        return Networks.load(network, Weights.read(weights, network), input, device);
    }
}
