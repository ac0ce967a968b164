package io.millrace.operators.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.EventsConfig;
import io.millrace.models.time.ManualTicker;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.validate.PoisonEvents.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PoisonEventsTest {
    private static final long NOW = 1_795_000_000_000L;

    private final PoisonEvents events = new PoisonEvents(NOW);
    private final EventDecoder decoder =
            EventDecoder.of(PoisonPipeline.events(EventsConfig.Format.JSON), new ManualTicker(NOW));

    @ParameterizedTest
    @EnumSource(Kind.class)
    void eachKindMeetsItsFate(Kind kind) {
        for (long seed = 0; seed < 40; seed++) {
            Decoded decoded = decoder.decode(events.make(kind, seed)).get(0);
            Optional<Reason> reason = decoded.<Optional<Reason>>fold(
                    event -> Optional.empty(), rejection -> Optional.of(rejection.reason()));
            assertThat(reason)
                    .as("kind=%s, seed=%d, decoded=%s", kind, seed, decoded)
                    .isEqualTo(kind.reason());
        }
    }

    @Test
    void goodEventsPassBetweenPoisonedOnes() {
        List<Kind> kinds = List.of(Kind.values());
        for (long seed = 0; seed < 1_000; seed++) {
            decoder.decode(events.make(kinds.get((int) (seed % kinds.size())), seed));
            Decoded decoded = decoder.decode(events.good(seed)).get(0);
            String idOrProblem = decoded.fold(Event::id, Rejection::detail);
            assertThat(idOrProblem).as("seed=%d", seed).isEqualTo("e-" + seed);
        }
    }

    @Test
    void thereAre25KindsOfWhichThreePass() {
        assertThat(Kind.values()).hasSize(25);
        assertThat(Arrays.stream(Kind.values()).filter(kind -> kind.reason().isEmpty()))
                .containsExactly(Kind.NEGATIVE_ZERO_OR_DENORMAL, Kind.UNKNOWN_FIELD, Kind.INJECTION);
    }
}
