package io.millrace.operators.promote;

import io.millrace.operators.record.Drift;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Published;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Scored;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.jspecify.annotations.Nullable;

/** The stage that decides which version serves. */
public final class Promote {
    /** The fixed id and name of the operator that decides. */
    public static final String UID = "promote";

    private Promote() {}

    /**
     * What decisions rest on.
     *
     * @param feedback labels, with what both versions said
     * @param scored every row, for how versions run
     * @param published versions that are new
     * @param drift what has drifted; null if nobody looks for it
     */
    public record Inputs(
            DataStream<Feedback> feedback,
            DataStream<Scored> scored,
            DataStream<Published> published,
            @Nullable DataStream<Drift> drift) {}

    /** Decides, carries out, and gives the news. */
    public static DataStream<Outbound> stage(Inputs inputs, Office office) {
        DataStream<Observed> judged = inputs.feedback()
                .flatMap(new JudgedFunction(office))
                .returns(ObservedSerializer.TYPE)
                .uid("judge-pairs")
                .name("judge-pairs");
        DataStream<Observed> ran = inputs.scored()
                .flatMap(new RanFunction())
                .returns(ObservedSerializer.TYPE)
                .uid("watch-candidate")
                .name("watch-candidate");
        DataStream<Observed> born = inputs.published()
                .map(published -> (Observed) new Observed.Born(published))
                .returns(ObservedSerializer.TYPE)
                .uid("hear-versions")
                .name("hear-versions")
                .setParallelism(1);
        return withDrift(judged.union(ran, born), inputs.drift())
                .transform(UID, RecordTypes.OUTBOUND, new PromoteOperatorFactory(office))
                .uid(UID)
                .name(UID)
                .setParallelism(1);
    }

    private static DataStream<Observed> withDrift(DataStream<Observed> observed, @Nullable DataStream<Drift> drift) {
        return drift == null
                ? observed
                : observed.union(drift.map(each -> (Observed) new Observed.Drifted(each))
                        .returns(ObservedSerializer.TYPE)
                        .uid("hear-drift")
                        .name("hear-drift")
                        .setParallelism(1));
    }
}
