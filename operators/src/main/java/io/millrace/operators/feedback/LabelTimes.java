package io.millrace.operators.feedback;

import io.millrace.config.EventsConfig;
import io.millrace.operators.record.Label;
import io.millrace.operators.record.LabelRecord;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Watermarks that trail the labels by the declared lateness. What has no time moves no watermark, and a partition in which
 * nothing else arrives counts as idle.
 */
public final class LabelTimes implements WatermarkStrategy<LabelRecord> {
    private static final Duration LATENESS = Duration.ofSeconds(5);
    private static final Duration IDLE_AFTER = Duration.ofSeconds(5);

    private final Duration lateness;
    private final Duration idleAfter;

    /**
     * Watermarks of a labels topic.
     *
     * @param time how labels say when the truth was, or null if they do not
     */
    public LabelTimes(EventsConfig.@Nullable Time time) {
        this.lateness = time == null ? LATENESS : time.maxLateness();
        this.idleAfter = time == null ? IDLE_AFTER : time.idleAfter();
    }

    @Override
    public TimestampAssigner<LabelRecord> createTimestampAssigner(TimestampAssignerSupplier.Context context) {
        return (record, recordTimestamp) -> record.timeMillis();
    }

    @Override
    public WatermarkGenerator<LabelRecord> createWatermarkGenerator(WatermarkGeneratorSupplier.Context context) {
        return new OfTimes(WatermarkStrategy.<LabelRecord>forBoundedOutOfOrderness(lateness)
                .withIdleness(idleAfter)
                .createWatermarkGenerator(context));
    }

    /** Hides what has no time from another generator. */
    private record OfTimes(WatermarkGenerator<LabelRecord> generator) implements WatermarkGenerator<LabelRecord> {

        @Override
        public void onEvent(LabelRecord record, long timestamp, WatermarkOutput output) {
            if (timestamp != Label.NO_TIME) {
                generator.onEvent(record, timestamp, output);
            }
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            generator.onPeriodicEmit(output);
        }
    }
}
