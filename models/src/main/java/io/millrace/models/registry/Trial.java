package io.millrace.models.registry;

import io.millrace.models.feature.Row;
import io.millrace.models.feature.Schema;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.Scorer;
import io.millrace.models.registry.Manifest.Content;
import java.util.List;

/** A model that nothing has been published of yet. */
public record Trial(Content content, byte[] weights) {

    /**
     * What the model gives for rows of a schema, on the scale of the target, row after row.
     *
     * @throws ModelLoadException if it cannot be loaded, or cannot score them
     */
    public float[] score(Schema schema, List<? extends Row> rows) throws ModelLoadException {
        try (Scorer scorer = ModelLoader.scorer(content, weights, ComputeDevice.CPU)) {
            return Golden.score(scorer, content.inputs(), schema, rows);
        }
    }
}
