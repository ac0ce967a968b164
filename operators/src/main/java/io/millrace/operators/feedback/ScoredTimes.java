package io.millrace.operators.feedback;

import io.millrace.config.EventsConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.operators.record.Scored;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.util.clock.RelativeClock;

/**
 * Watermarks of scored rows that trail the slowest partition of the events. A job that has much to catch up on scores one
 * partition far ahead of another, and a partition of the scored topic holds rows of them all; each row's prediction id says
 * where its event was. A partition of which nothing comes for a while holds nothing back.
 */
public final class ScoredTimes implements WatermarkStrategy<Scored> {
    private final String topic;
    private final int partitions;
    private final Duration lateness;
    private final Duration idleAfter;

    /** Watermarks of the rows of a pipeline. */
    public ScoredTimes(PipelineConfig pipeline) {
        this(
                pipeline.events().topic(),
                pipeline.kafka().partitions(),
                pipeline.events().time());
    }

    ScoredTimes(String topic, int partitions, EventsConfig.Time time) {
        this.topic = topic;
        this.partitions = partitions;
        this.lateness = time.maxLateness();
        this.idleAfter = time.idleAfter();
    }

    @Override
    public TimestampAssigner<Scored> createTimestampAssigner(TimestampAssignerSupplier.Context context) {
        return (scored, recordTimestamp) -> scored.timeMillis();
    }

    @Override
    public WatermarkGenerator<Scored> createWatermarkGenerator(WatermarkGeneratorSupplier.Context context) {
        return new Trailing(context.getInputActivityClock());
    }

    private int partition(String predictionId) {
        if (!predictionId.startsWith(topic)) {
            return 0;
        }
        int from = topic.length() + 1;
        int partition = 0;
        for (int i = from; i < predictionId.length() && predictionId.charAt(i) != '-'; i++) {
            partition = partition * 10 + predictionId.charAt(i) - '0';
        }
        return partition;
    }

    /** How far the events of one partition are. */
    private static final class Lane {
        private long lastMillis = Long.MIN_VALUE;
        private long seenNanos;

        Lane(long nowNanos) {
            this.seenNanos = nowNanos;
        }
    }

    /** The generator of one partition of the scored topic. */
    private final class Trailing implements WatermarkGenerator<Scored> {
        private final RelativeClock clock;
        private final Map<Integer, Lane> lanes = new TreeMap<>();

        Trailing(RelativeClock clock) {
            this.clock = clock;
        }

        @Override
        public void onEvent(Scored scored, long timestamp, WatermarkOutput output) {
            if (lanes.isEmpty()) {
                expectAll();
            }
            Lane lane = lanes.computeIfAbsent(partition(scored.id()), any -> new Lane(clock.relativeTimeNanos()));
            lane.lastMillis = Math.max(lane.lastMillis, timestamp);
            lane.seenNanos = clock.relativeTimeNanos();
            output.markActive();
        }

        private void expectAll() {
            for (int partition = 0; partition < partitions; partition++) {
                lanes.put(partition, new Lane(clock.relativeTimeNanos()));
            }
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            long silentSince = clock.relativeTimeNanos() - idleAfter.toNanos();
            long slowest = Long.MAX_VALUE;
            for (Lane lane : lanes.values()) {
                if (lane.seenNanos > silentSince) {
                    slowest = Math.min(slowest, lane.lastMillis);
                }
            }
            if (slowest == Long.MAX_VALUE) {
                output.markIdle();
            } else if (slowest != Long.MIN_VALUE) {
                output.emitWatermark(new Watermark(slowest - lateness.toMillis() - 1));
            }
        }
    }
}
