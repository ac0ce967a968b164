package io.millrace.operators.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.EventsConfig;
import io.millrace.models.infer.VersionId;
import io.millrace.models.tensor.ScoredReader;
import io.millrace.models.tensor.ScoredVersions;
import io.millrace.models.tensor.TensorMemory;
import io.millrace.models.time.ManualTicker;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.ScoredBatch;
import io.millrace.operators.validate.EventDecoder;
import io.millrace.operators.validate.PoisonEvents;
import io.millrace.operators.validate.PoisonPipeline;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrowScoredWriterTest {
    private static final long NOW = 1_795_000_000_000L;
    private static final ModelStamp MODEL = new ModelStamp("poisoned", 3, "ab", "champion", 1);

    @Test
    void writesWhatTheModelSaw() throws Exception {
        List<Prediction> predictions = predictions(100);
        try (ScoredWriter writer = ArrowScoredWriter.of(PoisonPipeline.pipeline("embedded"))
                        .open();
                TensorMemory memory = new TensorMemory(16 << 20)) {
            List<ScoredBatch> batches = writer.write(
                    new ScoredVersions(new VersionId("poisoned", 3, "ab")),
                    predictions.stream().map(each -> new Shadowed(each, null)).toList());
            assertThat(batches).hasSize(1);
            assertThat(batches.get(0).rows()).isEqualTo(100);
            var rows = new ScoredReader(memory).rows(batches.get(0).arrow());
            assertThat(rows)
                    .extracting(row -> row.get("_prediction_id"))
                    .isEqualTo(predictions.stream().map(Prediction::id).toList());
            assertThat(rows.get(7))
                    .containsEntry("_event_id", "e-7")
                    .containsEntry("_version", 3)
                    .containsEntry("_output", 7f)
                    .containsEntry("amount", predictions.get(7).event().number(0));
        }
    }

    @Test
    void idsAndKeysThatTogetherAreLargerThanItsMemoryLeaveInParts() throws Exception {
        String text = "k".repeat(196_000);
        List<Shadowed> rows = predictions(512).stream()
                .map(each -> new Shadowed(named(each, text), null))
                .toList();
        int written = 0;
        // Closing the writer fails if anything is still allocated.
        try (ScoredWriter writer =
                ArrowScoredWriter.of(PoisonPipeline.pipeline("embedded")).open()) {
            for (ScoredBatch batch : writer.write(new ScoredVersions(new VersionId("poisoned", 3, "ab")), rows)) {
                assertThat(batch.arrow()).hasSizeLessThan(Outbound.MAX_BYTES);
                written += batch.rows();
            }
        }
        assertThat(written).isEqualTo(512);
    }

    private static Prediction named(Prediction prediction, String text) {
        Event event = prediction.event().event();
        Event named = new Event(event.raw(), text, text, event.timeMillis(), event.fields());
        return new Prediction(new EnrichedEvent(named, FeatureValues.NONE, 0), MODEL, prediction.outputs(), 0, 0, 512);
    }

    private static List<Prediction> predictions(int count) {
        EventDecoder decoder = EventDecoder.of(PoisonPipeline.events(EventsConfig.Format.JSON), new ManualTicker(NOW));
        PoisonEvents events = new PoisonEvents(NOW);
        List<Prediction> predictions = new ArrayList<>();
        for (int seed = 0; seed < count; seed++) {
            Event event = (Event) decoder.decode(events.good(seed)).get(0);
            EnrichedEvent enriched = new EnrichedEvent(event, FeatureValues.NONE, 0);
            predictions.add(new Prediction(enriched, MODEL, new float[] {seed}, 0, 0, count));
        }
        return predictions;
    }
}
