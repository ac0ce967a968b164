package io.millrace.operators.route;

import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.ScoredBatch;
import io.millrace.operators.record.SideOutputs;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;

/** The route stage: encodes what the pipeline produced, each kind for its topic. */
public final class Route {
    /** The fixed id and name of the operator that routes predictions. */
    public static final String UID = "route";

    private Route() {}

    /**
     * What comes into the stage.
     *
     * @param rejected the rejections of every stage before this one, united
     */
    public record Inputs(
            DataStream<Prediction> predictions, DataStream<Rejection> rejected, DataStream<ScoredBatch> scored) {}

    /** Where each kind of record goes. */
    public interface Sinks {

        Sink<Outbound> predictions();

        Sink<Outbound> reviews();

        Sink<Outbound> deadLetters();

        Sink<Outbound> scored();
    }

    /**
     * What leaves the stage, encoded, one stream for each topic.
     *
     * @param scored null if the pipeline keeps no scored rows
     */
    public record Outputs(
            DataStream<Outbound> predictions,
            DataStream<Outbound> reviews,
            DataStream<Outbound> deadLetters,
            @Nullable DataStream<Outbound> scored) {

        /** Ends each stream in its sink. */
        public void emitTo(Sinks sinks) {
            emit(predictions, sinks.predictions(), "predictions");
            emit(reviews, sinks.reviews(), "reviews");
            emit(deadLetters, sinks.deadLetters(), "dead-letters");
            if (scored != null) {
                emit(scored, sinks.scored(), "scored");
            }
        }

        private static void emit(DataStream<Outbound> stream, Sink<Outbound> sink, String kind) {
            stream.sinkTo(sink).uid("emit-" + kind).name("emit-" + kind);
        }
    }

    /** Encodes everything that comes in. A prediction that no broker would take becomes a dead letter here. */
    public static Outputs stage(Inputs inputs, RouteSettings settings) {
        SingleOutputStreamOperator<Outbound> predictions =
                SideOutputs.unhurried(encoded(inputs, settings).uid(UID).name(UID));
        DataStream<Outbound> reviews = predictions
                .getSideOutput(SideOutputs.REVIEWS)
                .process(new ReviewFunction(settings), RecordTypes.OUTBOUND)
                .uid("reviews")
                .name("reviews");
        DataStream<Outbound> deadLetters = deadLetters(
                inputs.rejected().union(predictions.getSideOutput(SideOutputs.REJECTED)), settings.pipeline());
        boolean keepsScored = settings.predictions().scored();
        return new Outputs(predictions, reviews, deadLetters, keepsScored ? scored(inputs, settings) : null);
    }

    /**
     * Encodes rejections as dead letters.
     *
     * @param owner the pipeline, or whoever else refuses
     */
    public static DataStream<Outbound> deadLetters(DataStream<Rejection> rejected, String owner) {
        return rejected.process(new DeadLetterFunction(owner), RecordTypes.OUTBOUND)
                .uid("dead-letters")
                .name("dead-letters");
    }

    private static SingleOutputStreamOperator<Outbound> encoded(Inputs inputs, RouteSettings settings) {
        return switch (settings.predictions().format()) {
            case JSON -> inputs.predictions().process(new PredictionFunction(settings), RecordTypes.OUTBOUND);
            case ARROW ->
                inputs.predictions().transform(UID, RecordTypes.OUTBOUND, new ArrowPredictionOperatorFactory(settings));
        };
    }

    private static DataStream<Outbound> scored(Inputs inputs, RouteSettings settings) {
        return inputs.scored()
                .process(new ScoredFunction(settings.pipeline()), RecordTypes.OUTBOUND)
                .uid("scored")
                .name("scored");
    }
}
