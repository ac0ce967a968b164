package io.millrace.models.promote;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.RetrainConfig;
import io.millrace.models.promote.RetrainTriggers.Measured;
import io.millrace.models.promote.RetrainTriggers.Turn;
import io.millrace.models.registry.Decision;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetrainTriggersTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final RetrainState TRAINED = RetrainState.trained(0, 1000);

    private final RetrainTriggers triggers =
            new RetrainTriggers(new RetrainConfig(true, 0.8, 500, 0.5, Duration.ofDays(30), Duration.ofHours(6), 4));

    @Test
    void asksWhenQualityIsSurelyTooLow() {
        assertThat(measured(499, 0.5, 0.7).decision()).as("too few labels").isEmpty();
        assertThat(measured(500, 0.7, 0.81).decision())
                .as("perhaps not too low")
                .isEmpty();
        assertThat(measured(500, Double.NaN, Double.NaN).decision()).isEmpty();
        assertThat(measured(500, 0.7, 0.79).decision())
                .contains(new Decision(
                        Decision.Kind.RETRAIN,
                        0,
                        0,
                        "automatic",
                        "accuracy is below its floor",
                        Map.of("labels", 500.0, "accuracy", 0.75, "lower", 0.7, "upper", 0.79, "floor", 0.8)));
    }

    private Turn measured(long labels, double lower, double upper) {
        return triggers.measured(TRAINED, new Measured("accuracy", labels, 0.75, lower, upper), 10 * HOUR);
    }

    @Test
    void asksAfterADriftUnlessThatIsNoReason() {
        Map<String, Double> evidence = Map.of("psi", 0.4);
        assertThat(triggers.drifted(TRAINED, "sqft_living", evidence, 10 * HOUR).decision())
                .map(Decision::why)
                .contains("drift of sqft_living");
        RetrainTriggers deaf = new RetrainTriggers(
                new RetrainConfig(false, null, 500, 0.5, Duration.ofDays(30), Duration.ofHours(6), 4));
        assertThat(deaf.drifted(TRAINED, "sqft_living", evidence, 10 * HOUR).decision())
                .isEmpty();
        assertThat(deaf.measured(TRAINED, new Measured("accuracy", 500, 0.05, 0, 0.1), 10 * HOUR)
                        .decision())
                .isEmpty();
    }

    @Test
    void asksWhenThereAreManyNewLabels() {
        Turn few = triggers.labels(TRAINED, 1499, 10 * HOUR);
        Turn many = triggers.labels(few.state(), 1500, 10 * HOUR);

        assertThat(few.decision()).isEmpty();
        assertThat(many.decision()).isPresent();
        assertThat(many.state().labelsThen()).isEqualTo(1500);
    }

    @Test
    void asksWhenTheTrainingIsLongAgo() {
        assertThat(triggers.tick(TRAINED, 30 * 24 * HOUR).decision()).isEmpty();
        assertThat(triggers.tick(TRAINED, 30 * 24 * HOUR + 1).decision()).isPresent();
    }

    @Test
    void restsBetweenTwoAndKeepsToItsBudget() {
        RetrainTriggers quick = new RetrainTriggers(
                new RetrainConfig(true, null, 500, 0.5, Duration.ofDays(30), Duration.ofHours(2), 4));
        RetrainState state = TRAINED;
        int asked = 0;
        for (int hour = 1; hour <= 48; hour++) {
            Turn turn = quick.drifted(state, "x", Map.of(), hour * HOUR);
            state = turn.state();
            asked += turn.decision().isPresent() ? 1 : 0;
            if (hour == 3) {
                assertThat(asked).as("one at 2 h, none at 3 h").isEqualTo(1);
            }
        }
        assertThat(asked).isEqualTo(8);
    }
}
