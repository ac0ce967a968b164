package io.millrace.operators.quality;

import io.millrace.config.PipelineConfig;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Scored;
import java.nio.file.Path;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The stage that measures what every version said against the labels as they come. */
public final class Quality {
    /** The fixed id and name of the operator that measures. */
    public static final String UID = "quality";

    private Quality() {}

    /**
     * Figures, encoded for their topic.
     *
     * @param registry where the names of the versions' classes are
     */
    public static DataStream<Outbound> stage(
            DataStream<Scored> scored, DataStream<Feedback> feedback, PipelineConfig pipeline, Path registry) {
        Observer observer = new Observer(pipeline);
        QualitySettings settings = QualitySettings.of(
                pipeline.pipeline(), pipeline.monitoring().slices(), Judges.of(pipeline.model(), registry));
        DataStream<Observed> rows = scored.map(observer::of, ObservedSerializer.TYPE)
                .uid("observe-scored")
                .name("observe-scored");
        DataStream<Observed> labels = feedback.map(observer::of, ObservedSerializer.TYPE)
                .uid("observe-feedback")
                .name("observe-feedback");
        return rows.union(labels)
                .keyBy(Observed::model, Types.STRING)
                .transform(UID, RecordTypes.OUTBOUND, new QualityOperatorFactory(settings))
                .uid(UID)
                .name(UID);
    }
}
