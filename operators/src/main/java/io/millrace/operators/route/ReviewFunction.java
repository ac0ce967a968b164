package io.millrace.operators.route;

import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.ReviewRequest;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Encodes review requests. */
final class ReviewFunction extends ProcessFunction<ReviewRequest, Outbound> {
    private static final long serialVersionUID = 1;

    private final RouteSettings settings;
    private transient ReviewEncoder encoder;

    ReviewFunction(RouteSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        encoder = new ReviewEncoder(settings);
    }

    @Override
    public void processElement(ReviewRequest request, Context context, Collector<Outbound> records) {
        records.collect(encoder.encode(request));
    }
}
