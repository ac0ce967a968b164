package io.millrace.operators.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.EventsConfig;
import io.millrace.operators.record.Scored;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.ManualClock;
import org.apache.flink.util.clock.RelativeClock;
import org.junit.jupiter.api.Test;

class ScoredTimesTest {
    private final ManualClock clock = new ManualClock(1);
    private final List<String> said = new ArrayList<>();
    private final WatermarkOutput output = new WatermarkOutput() {
        @Override
        public void emitWatermark(Watermark watermark) {
            said.add(Long.toString(watermark.getTimestamp()));
        }

        @Override
        public void markIdle() {
            said.add("idle");
        }

        @Override
        public void markActive() {}
    };
    private final WatermarkGenerator<Scored> generator = new ScoredTimes(
                    "my-events",
                    2,
                    new EventsConfig.Time(
                            "at", null, ZoneOffset.UTC, Duration.ofMillis(9), Duration.ZERO, Duration.ofSeconds(5)))
            .createWatermarkGenerator(new WatermarkGeneratorSupplier.Context() {
                @Override
                public MetricGroup getMetricGroup() {
                    return new UnregisteredMetricsGroup();
                }

                @Override
                public RelativeClock getInputActivityClock() {
                    return clock;
                }
            });

    @Test
    void trailsTheSlowestPartitionOfTheEvents() {
        see("my-events-0-17", 1000);
        assertThat(emitted()).as("nothing is known of the other one").isEmpty();
        see("my-events-1-3-2", 500);
        assertThat(emitted()).containsExactly("490");
        see("my-events-1-4", 2000);
        assertThat(emitted()).containsExactly("990");
    }

    @Test
    void aSilentPartitionHoldsNothingBack() {
        see("my-events-0-17", 1000);
        clock.advanceTime(5, TimeUnit.SECONDS);
        see("my-events-0-18", 1100);
        assertThat(emitted()).containsExactly("1090");
        clock.advanceTime(5, TimeUnit.SECONDS);
        assertThat(emitted()).containsExactly("idle");
    }

    private void see(String id, long time) {
        generator.onEvent(JoinHistory.row(id, "e", "k", time), time, output);
    }

    private List<String> emitted() {
        said.clear();
        generator.onPeriodicEmit(output);
        return said;
    }
}
