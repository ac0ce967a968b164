package io.millrace.benchmarks.flow;

import io.millrace.operators.record.Prediction;
import io.millrace.operators.route.PredictionEncoder;
import io.millrace.operators.route.RouteSettings;

/** The encoding of predictions alone. */
public final class PredictionRig implements Rig.Loop {
    private static final int EVENTS = 4096;

    @Override
    public String name() {
        return "prediction";
    }

    @Override
    public String description() {
        return "predictions in memory encoded as records";
    }

    @Override
    public Turns open(RigInputs inputs) throws Exception {
        Prediction[] predictions = SamplePredictions.of(inputs, EVENTS);
        return new Encoding(new PredictionEncoder(RouteSettings.of(inputs.pipeline())), predictions);
    }

    private static final class Encoding implements Turns {
        private final PredictionEncoder encoder;
        private final Prediction[] predictions;
        private long bytes;

        Encoding(PredictionEncoder encoder, Prediction... predictions) {
            this.encoder = encoder;
            this.predictions = predictions;
        }

        @Override
        public int turn() {
            for (Prediction prediction : predictions) {
                bytes += encoder.encode(prediction, null).bytes();
            }
            return predictions.length;
        }

        /** The sum, without which a compiler might find out that nobody needs the records. */
        @Override
        public String note() {
            return "bytes=" + bytes;
        }

        @Override
        public void close() {}
    }
}
