package io.millrace.benchmarks.flow;

import io.millrace.models.infer.VersionId;
import io.millrace.models.tensor.ScoredVersions;
import io.millrace.operators.infer.ArrowScoredWriter;
import io.millrace.operators.infer.ScoredWriter;
import io.millrace.operators.infer.Shadowed;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.ScoredBatch;
import java.util.List;

/** The writing of scored rows alone, in batches as large as the pipeline allows. */
public final class ScoredRig implements Rig.Loop {
    @Override
    public String name() {
        return "scored";
    }

    @Override
    public String description() {
        return "scored rows in memory written as Arrow, in full batches";
    }

    @Override
    public Turns open(RigInputs inputs) throws Exception {
        int batch = inputs.pipeline().batching().maxSize();
        return new Writing(
                ArrowScoredWriter.of(inputs.pipeline()).open(), List.of(SamplePredictions.of(inputs, batch)));
    }

    private static final class Writing implements Turns {
        private final ScoredWriter writer;
        private final ScoredVersions versions;
        private final List<Shadowed> predictions;
        private long bytes;

        Writing(ScoredWriter writer, List<Prediction> predictions) {
            this.writer = writer;
            ModelStamp model = predictions.get(0).model();
            this.versions = new ScoredVersions(new VersionId(model.name(), model.version(), model.artefact()));
            this.predictions =
                    predictions.stream().map(each -> new Shadowed(each, null)).toList();
        }

        @Override
        public int turn() {
            for (ScoredBatch batch : writer.write(versions, predictions)) {
                bytes += batch.arrow().length;
            }
            return predictions.size();
        }

        /** The sum, without which a compiler might find out that nobody needs the batches. */
        @Override
        public String note() {
            return "bytes=" + bytes;
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
