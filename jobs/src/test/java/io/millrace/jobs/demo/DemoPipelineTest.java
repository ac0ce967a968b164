package io.millrace.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.validate.EventDecoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The generator and config/pipelines/demo.yaml describe the same events. */
class DemoPipelineTest {
    private final PipelineConfig pipeline =
            PipelineFile.read(Path.of("../config/pipelines/demo.yaml"), Environment.of(Map.of()));
    private final EventDecoder decoder = EventDecoder.of(pipeline.events(), Ticker.system());
    private final long now = Ticker.system().epochMillis();

    @Test
    void refusesExactlyTheBrokenEventsAndEachForItsReason() {
        ListingStream stream = new ListingStream(new ListingGenerator(new Market(7, 100, 5_000)), 0.1);

        for (int i = 0; i < stream.size(); i++) {
            ListingEvent sent = stream.event(i, now);
            Optional<Rejection> refused = rejection(sent);
            assertThat(refused.map(Rejection::reason))
                    .as("number=%d, defect=%s, refused=%s", i, sent.defect(), refused.map(Rejection::detail))
                    .isEqualTo(sent.defect().map(Defect::reason));
        }
    }

    private Optional<Rejection> rejection(ListingEvent sent) {
        Decoded decoded = decoder.decode(new RawEvent(
                        new Position(pipeline.events().topic(), 0, sent.number()),
                        now,
                        sent.key(),
                        sent.value(),
                        List.of()))
                .get(0);
        return decoded.fold(event -> Optional.empty(), Optional::of);
    }
}
