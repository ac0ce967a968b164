package io.millrace.operators.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.time.Ticker;
import io.millrace.operators.record.Reason;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StageMetricsTest {

    @Test
    void registersUnderOneGroupWithLabels() {
        RecordedMetrics registered = new RecordedMetrics();
        StageMetrics metrics = StageMetrics.of(registered.operator(), Ticker.system());
        metrics.rated(MetricNames.EVENTS_IN).inc(3);
        metrics.gauge(MetricNames.IN_FLIGHT, () -> 7);
        metrics.counters(MetricNames.REJECTIONS, MetricNames.REASON, Reason.class)
                .inc(Reason.MALFORMED, 2);
        metrics.labelled(MetricNames.VIEW, "zip").histogram(MetricNames.STORE_MICROS);
        assertThat(registered.names())
                .contains(
                        "operator.millrace.eventsIn",
                        "operator.millrace.eventsInPerSecond",
                        "operator.millrace.view.zip.storeMicros");
        assertThat(registered.value("operator.millrace.reason.MALFORMED.rejections"))
                .isEqualTo(2);
        assertThat(registered.value("operator.millrace.reason.EMPTY.rejections"))
                .isZero();
        assertThat(registered.value("operator.millrace.inFlight")).isEqualTo(7);
    }

    @Test
    void countsWithoutARegistry() {
        EnumCounters<Reason> counters = StageMetrics.unregistered().counters("x", "reason", Reason.class);
        counters.inc(Reason.EMPTY);
        assertThat(counters.count(Reason.EMPTY)).isEqualTo(1);
        assertThat(counters.count(Reason.TIMEOUT)).isZero();
    }

    @Test
    void everyNameIsGivenOnce() throws IllegalAccessException {
        List<String> names = new ArrayList<>();
        for (Field field : MetricNames.class.getFields()) {
            names.add((String) field.get(null));
        }
        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(30);
    }
}
