package io.millrace.operators.promote;

import io.millrace.models.registry.Decision;
import io.millrace.models.registry.LoggedDecision;
import io.millrace.operators.metric.EnumCounters;
import io.millrace.operators.metric.MetricNames;
import io.millrace.operators.metric.StageMetrics;
import java.util.Optional;
import org.apache.flink.metrics.Counter;

/** What is counted of decisions. */
final class PromoteMetrics {
    private final EnumCounters<Decision.Kind> decisions;
    private final Counter failures;

    PromoteMetrics(StageMetrics stage) {
        this.decisions = stage.counters(MetricNames.DECISIONS, MetricNames.KIND, Decision.Kind.class);
        this.failures = stage.counter(MetricNames.REGISTRY_FAILURES);
    }

    void decided(Optional<LoggedDecision> decision) {
        decision.ifPresent(each -> decisions.inc(each.decision().kind()));
    }

    void failed() {
        failures.inc();
    }
}
