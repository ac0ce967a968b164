package io.millrace.operators.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.ModelConfig.Task;
import io.millrace.config.PredictionsConfig;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.ScoredBatch;
import io.millrace.operators.record.SideOutputs;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a harness may be interrupted while it closes; a test is not
class RouteTest {

    @Test
    void encodesPredictionsAndAsksForReviews() throws Exception {
        RouteSettings settings = Predictions.reviewed(Predictions.settings(Task.BINARY), 0.7, 0);
        try (var harness = ProcessFunctionTestHarnesses.forProcessFunction(new PredictionFunction(settings))) {
            harness.processElement(Predictions.prediction(1, 0.9f), 0);
            harness.processElement(Predictions.prediction(2, 0.6f), 0);
            assertThat(harness.extractOutputValues()).hasSize(2);
            assertThat(harness.getSideOutput(SideOutputs.REVIEWS))
                    .extracting(review -> review.getValue().prediction().id())
                    .containsExactly("listings-3-2");
            assertThat(PredictionEncoderTest.text(harness.extractOutputValues().get(1)))
                    .contains("\"review\":{\"flag\":true,\"reason\":\"LOW_CONFIDENCE\"}");
        }
    }

    @Test
    void aPredictionThatNoBrokerWouldTakeBecomesADeadLetter() throws Exception {
        RouteSettings settings = Predictions.withInputs(Predictions.settings(Task.REGRESSION));
        Prediction wide = Predictions.prediction(Predictions.event(1, new float[400_000], "98178"), 1);
        try (var harness = ProcessFunctionTestHarnesses.forProcessFunction(new PredictionFunction(settings))) {
            harness.processElement(wide, 0);
            assertThat(harness.extractOutputValues()).isEmpty();
            Rejection rejection =
                    harness.getSideOutput(SideOutputs.REJECTED).element().getValue();
            assertThat(rejection.stage()).isEqualTo(Rejection.Stage.EMIT);
            assertThat(rejection.reason()).isEqualTo(Reason.TOO_LARGE);
            assertThat(rejection.detail())
                    .matches("prediction is too large for its topic: bytes=\\d+, max=1040000;"
                            + " leave the features out of predictions.include");
        }
    }

    @Test
    void encodesDeadLetters() throws Exception {
        Rejection rejection = new Rejection(
                Predictions.prediction(1, 1).event().event().raw(),
                Rejection.Stage.ENRICH,
                Reason.MISSING_FEATURE,
                "x");
        try (OneInputStreamOperatorTestHarness<Rejection, Outbound> harness =
                ProcessFunctionTestHarnesses.forProcessFunction(new DeadLetterFunction("houses"))) {
            harness.processElement(rejection, 0);
            assertThat(PredictionEncoderTest.headers(
                            harness.extractOutputValues().get(0)))
                    .contains("__millrace.errors.stage=ENRICH, __millrace.errors.reason=MISSING_FEATURE");
        }
    }

    @Test
    void leavesOutScoredRowsThatAreTooLarge() throws Exception {
        try (OneInputStreamOperatorTestHarness<ScoredBatch, Outbound> harness =
                ProcessFunctionTestHarnesses.forProcessFunction(new ScoredFunction("houses"))) {
            harness.processElement(new ScoredBatch(3, new byte[Outbound.MAX_BYTES]), 0);
            harness.processElement(new ScoredBatch(3, new byte[900_000]), 0);
            assertThat(harness.extractOutputValues()).hasSize(1);
        }
    }

    @Test
    void everyOperatorHasAnIdANameAndATypeOfItsOwn() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(new Configuration()
                .set(PipelineOptions.AUTO_GENERATE_UIDS, false)
                .set(PipelineOptions.GENERIC_TYPES, false));
        DataStream<Prediction> predictions = environment
                .fromData(RecordTypes.PREDICTION, Predictions.prediction(1, 1))
                .uid("events");
        SingleOutputStreamOperator<Prediction> predicted =
                predictions.map(each -> each, RecordTypes.PREDICTION).uid("infer");
        Route.Outputs outputs = Route.stage(
                new Route.Inputs(
                        predicted,
                        predicted.getSideOutput(SideOutputs.REJECTED),
                        predicted.getSideOutput(SideOutputs.SCORED)),
                Predictions.settings(Task.REGRESSION));
        outputs.emitTo(new Discarded());
        StreamGraph graph = environment.getStreamGraph();
        assertThat(graph.getStreamNodes())
                .extracting(StreamNode::getOperatorName)
                .contains(
                        "route",
                        "reviews",
                        "dead-letters",
                        "scored",
                        "emit-predictions: Writer",
                        "emit-reviews: Writer",
                        "emit-dead-letters: Writer",
                        "emit-scored: Writer");
        assertThat(graph.getJobGraph().getNumberOfVertices()).isPositive();
    }

    @Test
    void aPipelineMayKeepNoScoredRows() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        RouteSettings settings = Predictions.settings(Task.REGRESSION);
        RouteSettings lean = new RouteSettings(
                settings.pipeline(),
                settings.model(),
                new PredictionsConfig(PredictionsConfig.Format.JSON, /* includeFeatures= */ false, /* scored= */ false),
                settings.review(),
                settings.row());
        SingleOutputStreamOperator<Prediction> predicted = environment
                .fromData(RecordTypes.PREDICTION, Predictions.prediction(1, 1))
                .map(each -> each, RecordTypes.PREDICTION);
        assertThat(Route.stage(
                                new Route.Inputs(
                                        predicted,
                                        predicted.getSideOutput(SideOutputs.REJECTED),
                                        predicted.getSideOutput(SideOutputs.SCORED)),
                                lean)
                        .scored())
                .isNull();
    }

    private static final class Discarded implements Route.Sinks {

        @Override
        public Sink<Outbound> predictions() {
            return new DiscardingSink<>();
        }

        @Override
        public Sink<Outbound> reviews() {
            return new DiscardingSink<>();
        }

        @Override
        public Sink<Outbound> deadLetters() {
            return new DiscardingSink<>();
        }

        @Override
        public Sink<Outbound> scored() {
            return new DiscardingSink<>();
        }
    }
}
