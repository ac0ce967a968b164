package io.millrace.operators.promote;

import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Published;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Scored;
import org.apache.flink.streaming.api.datastream.DataStream;

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
     */
    public record Inputs(DataStream<Feedback> feedback, DataStream<Scored> scored, DataStream<Published> published) {}

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
        return judged.union(ran, born)
                .transform(UID, RecordTypes.OUTBOUND, new PromoteOperatorFactory(office))
                .uid(UID)
                .name(UID)
                .setParallelism(1);
    }
}
