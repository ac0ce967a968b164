package io.millrace.operators.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.config.ModelConfig;
import io.millrace.models.feature.Schema;
import io.millrace.models.tensor.ArrowStream;
import io.millrace.models.tensor.PredictedRow;
import io.millrace.models.tensor.PredictionTable;
import io.millrace.operators.record.Header;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.ReviewRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes predictions of one model as records of many rows each. Used by one thread. */
final class ArrowPredictionEncoder {
    private final ModelConfig.Task task;
    private final PredictionTable table;
    private final CloudEvents cloudEvents;

    ArrowPredictionEncoder(RouteSettings settings) {
        this.task = settings.model().task();
        this.table =
                new PredictionTable(settings.predictions().includeFeatures() ? settings.row() : new Schema(List.of()));
        this.cloudEvents = new CloudEvents(settings.pipeline(), "predictions", ArrowStream.MEDIA_TYPE);
    }

    /**
     * A prediction that waits to be written.
     *
     * @param id of the prediction
     * @param review the request to look at it, or null
     */
    record Entry(Prediction prediction, String id, @Nullable ReviewRequest review) {}

    /** The record of some predictions of one model. It has no key, and the id of its first row. */
    Outbound encode(List<Entry> entries) {
        Prediction first = entries.get(0).prediction;
        List<Predicted> rows = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            rows.add(new Predicted(entry, task));
        }
        byte[] value = table.write(stamp(first), rows);
        List<Header> headers = new ArrayList<>(cloudEvents.headers(entries.get(0).id));
        headers.add(new Header(ScoredEncoder.ROWS, Integer.toString(rows.size()).getBytes(UTF_8)));
        return new Outbound(null, value, headers);
    }

    private static PredictionTable.Stamp stamp(Prediction prediction) {
        ModelStamp model = prediction.model();
        return new PredictionTable.Stamp(
                Map.of(
                        "millrace.model", model.name(),
                        "millrace.version", Integer.toString(model.version()),
                        "millrace.artefact", model.artefact(),
                        "millrace.variant", model.variant(),
                        "millrace.propensity", Double.toString(model.propensity())),
                prediction.outputs().length);
    }

    /** A prediction as a row of columns. */
    private record Predicted(Entry entry, ModelConfig.Task task) implements PredictedRow {

        @Override
        public String predictionId() {
            return entry.id;
        }

        @Override
        public String eventId() {
            return entry.prediction.event().event().id();
        }

        @Override
        public String key() {
            return entry.prediction.event().event().key();
        }

        @Override
        public long timeMillis() {
            return entry.prediction.event().event().timeMillis();
        }

        @Override
        public float[] outputs() {
            return entry.prediction.outputs();
        }

        @Override
        public double confidence() {
            return Confidence.of(task, entry.prediction.outputs());
        }

        @Override
        public String status() {
            return entry.prediction.event().features().worst().name();
        }

        @Override
        public long ageMillis() {
            return entry.prediction.event().features().maxAgeMillis();
        }

        @Override
        public boolean degraded() {
            return entry.prediction.event().features().degraded();
        }

        @Override
        public @Nullable String review() {
            ReviewRequest request = entry.review;
            return request == null ? null : request.cause().name();
        }

        @Override
        public int queueMicros() {
            return entry.prediction.queueMicros();
        }

        @Override
        public int enrichMicros() {
            return entry.prediction.event().enrichMicros();
        }

        @Override
        public int modelMicros() {
            return entry.prediction.modelMicros();
        }

        @Override
        public int batchRows() {
            return entry.prediction.batchRows();
        }

        @Override
        public double number(int column) {
            return entry.prediction.event().number(column);
        }

        @Override
        public @Nullable String text(int column) {
            return entry.prediction.event().text(column);
        }

        @Override
        public float @Nullable [] vector(int column) {
            return entry.prediction.event().vector(column);
        }
    }
}
