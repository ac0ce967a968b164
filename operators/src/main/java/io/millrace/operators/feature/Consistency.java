package io.millrace.operators.feature;

import io.millrace.config.FeatureConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureCheck;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.ServedFeatures;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The stage that compares what was served of the views with what their streams say. */
public final class Consistency {
    private Consistency() {}

    /**
     * What was served of one view, compared.
     *
     * @param events the stream that the view is computed from
     * @param served what was served of any view
     */
    public static SingleOutputStreamOperator<FeatureCheck> check(
            DataStream<Decoded> events, DataStream<ServedFeatures> served, FeatureConfig feature, double share) {
        String view = feature.view().view();
        SingleOutputStreamOperator<Event> sampled = events.flatMap(new SampledEvents(share), RecordTypes.EVENT)
                .uid("sample-" + view)
                .name("sample-" + view);
        SingleOutputStreamOperator<ServedFeatures> ofView = served.filter(
                        each -> each.view().equals(view))
                .uid("served-" + view)
                .name("served-" + view);
        return sampled.keyBy(Event::key, Types.STRING)
                .connect(ofView.keyBy(ServedFeatures::key, Types.STRING))
                .transform("check-" + view, RecordTypes.FEATURE_CHECK, new CheckOperatorFactory(feature))
                .uid("check-" + view);
    }

    /**
     * The tallies of each feature and minute, encoded for their topic. Alerts leave by {@link
     * io.millrace.operators.record.SideOutputs#ALERTS}.
     */
    public static SingleOutputStreamOperator<Outbound> tally(DataStream<FeatureCheck> checks, PipelineConfig pipeline) {
        return checks.keyBy(FeatureCheck::feature, Types.STRING)
                .transform(
                        "tally",
                        RecordTypes.OUTBOUND,
                        new TallyOperatorFactory(pipeline.pipeline(), pipeline.consistency()))
                .uid("tally");
    }
}
