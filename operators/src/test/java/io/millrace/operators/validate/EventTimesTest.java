package io.millrace.operators.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.EventsConfig;
import io.millrace.models.feature.Values;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.Rejection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.ManualClock;
import org.apache.flink.util.clock.RelativeClock;
import org.junit.jupiter.api.Test;

class EventTimesTest {
    private static final RawEvent RAW = new RawEvent(new Position("t", 0, 0), 77, null, null, List.of());
    private static final Rejection REJECTION =
            new Rejection(RAW, Rejection.Stage.VALIDATE, Reason.EMPTY, "value is null");

    private final ManualClock clock = new ManualClock();
    private final EventTimes times =
            new EventTimes(PoisonPipeline.events(EventsConfig.Format.JSON).time());
    private final Recording output = new Recording();
    private final WatermarkGenerator<Decoded> generator =
            times.createWatermarkGenerator(new WatermarkGeneratorSupplier.Context() {
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
    void watermarksTrailTheEventsByTheLateness() {
        see(event(100_000));
        see(event(60_000));
        assertThat(output.seen).containsExactly("94999", "94999");
    }

    @Test
    void rejectionsMoveNoWatermark() {
        see(event(100_000));
        see(REJECTION);
        assertThat(output.seen).containsExactly("94999", "94999");
    }

    @Test
    void aPartitionWithNothingButRejectionsIsIdle() {
        see(event(100_000));
        for (int i = 0; i < 100; i++) {
            clock.advanceTime(Duration.ofMillis(100));
            see(REJECTION);
        }
        assertThat(output.seen.get(output.seen.size() - 1)).isEqualTo("idle");
        see(event(200_000));
        assertThat(output.seen.get(output.seen.size() - 1)).isEqualTo("194999");
    }

    @Test
    void anEventsTimeIsItsTimestamp() {
        var assigner = times.createTimestampAssigner(UnregisteredMetricsGroup::new);
        assertThat(assigner.extractTimestamp(event(5), 77)).isEqualTo(5);
        assertThat(assigner.extractTimestamp(REJECTION, 77)).isEqualTo(77);
    }

    private void see(Decoded decoded) {
        generator.onEvent(decoded, decoded.fold(Event::timeMillis, rejection -> Long.MAX_VALUE), output);
        generator.onPeriodicEmit(output);
    }

    private static Event event(long timeMillis) {
        return new Event(RAW, "e", "c", timeMillis, Values.ofNumbers());
    }

    private static final class Recording implements WatermarkOutput {
        private final List<String> seen = new ArrayList<>();

        @Override
        public void emitWatermark(Watermark watermark) {
            seen.add(Long.toString(watermark.getTimestamp()));
        }

        @Override
        public void markIdle() {
            seen.add("idle");
        }

        @Override
        public void markActive() {
            seen.add("active");
        }
    }
}
