package io.millrace.operators.feature;

import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.Event;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/** The events of sampled keys. What cannot be read is left out: the job that computes the view reports it. */
final class SampledEvents extends RichFlatMapFunction<Decoded, Event> {
    private static final long serialVersionUID = 1;

    private final double share;

    @SuppressWarnings("NullAway.Init") // set by open()
    private transient KeySample sample;

    SampledEvents(double share) {
        this.share = share;
    }

    @Override
    public void open(OpenContext context) {
        sample = new KeySample(share);
    }

    @Override
    public void flatMap(Decoded decoded, Collector<Event> out) {
        if (decoded instanceof Event event && sample.contains(event.key())) {
            out.collect(event);
        }
    }
}
