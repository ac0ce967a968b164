package io.millrace.operators.validate;

import io.millrace.config.EventsConfig;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Rejection;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Watermarks that trail the events by the declared lateness. A rejection has no event time: it moves no watermark, and a
 * partition in which nothing else arrives counts as idle.
 */
public final class EventTimes implements WatermarkStrategy<Decoded> {
    private final EventsConfig.Time time;

    public EventTimes(EventsConfig.Time time) {
        this.time = time;
    }

    @Override
    public TimestampAssigner<Decoded> createTimestampAssigner(TimestampAssignerSupplier.Context context) {
        return (decoded, recordTimestamp) -> decoded.fold(Event::timeMillis, rejection -> recordTimestamp);
    }

    @Override
    public WatermarkGenerator<Decoded> createWatermarkGenerator(WatermarkGeneratorSupplier.Context context) {
        return new OfEvents(WatermarkStrategy.<Decoded>forBoundedOutOfOrderness(time.maxLateness())
                .withIdleness(time.idleAfter())
                .createWatermarkGenerator(context));
    }

    /** Hides rejections from another generator. */
    private record OfEvents(WatermarkGenerator<Decoded> generator) implements WatermarkGenerator<Decoded> {

        @Override
        public void onEvent(Decoded decoded, long timestamp, WatermarkOutput output) {
            if (!(decoded instanceof Rejection)) {
                generator.onEvent(decoded, timestamp, output);
            }
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            generator.onPeriodicEmit(output);
        }
    }
}
