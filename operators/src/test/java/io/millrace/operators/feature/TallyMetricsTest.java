package io.millrace.operators.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.RecordedMetrics;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.record.FeatureCheck;
import io.millrace.operators.record.FeatureCheck.Outcome;
import io.millrace.operators.record.FeatureValues;
import org.junit.jupiter.api.Test;

final class TallyMetricsTest {

    @Test
    void countsOutcomesAndAgesAndShowsWhatWasJudged() {
        RecordedMetrics registered = new RecordedMetrics();
        TallyMetrics metrics = new TallyMetrics(StageMetrics.of(registered.operator(), Ticker.system()), "zip.sum");
        metrics.count(new FeatureCheck("zip.sum", 0, Outcome.MATCH, 0, 2, 1000));
        metrics.count(new FeatureCheck("zip.sum", 0, Outcome.MATCH, 0, 2, 1000));
        metrics.count(new FeatureCheck("zip.sum", 0, Outcome.MISSING, 0, 0, FeatureValues.NO_AGE));
        metrics.judged(0.0125, 2);

        String feature = "operator.millrace.feature.zip.sum.";
        assertThat(registered.value(feature + "outcome.MATCH.featureChecks")).isEqualTo(2);
        assertThat(registered.value(feature + "outcome.MISSING.featureChecks")).isEqualTo(1);
        assertThat(registered.value(feature + "outcome.EXTRA.featureChecks")).isZero();
        assertThat(registered.value(feature + "servedAgeMillis")).isEqualTo(2);
        assertThat(registered.value(feature + "featureSmapeMillionths")).isEqualTo(12_500);
        assertThat(registered.value(feature + "featureOutOfBounds")).isEqualTo(2);
    }
}
