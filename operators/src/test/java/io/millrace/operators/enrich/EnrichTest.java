package io.millrace.operators.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.FeatureConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Environment;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.Freshness;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.verify.NothingLeft;
import io.millrace.operators.verify.OperatorHarness;
import io.millrace.operators.verify.OperatorUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The stage as a pipeline of views in a database uses it. */
@ExtendWith(NothingLeft.class)
class EnrichTest {
    private static final String PIPELINE = """
            pipeline: homes
            events:
              topic: listings
              id: id
              key: zipcode
              time: { field: date }
              fields: { zipcode: { type: category }, size: { type: float } }
            features:
              - { view: zip_market, key: zipcode, use: [median_price_per_sqft, sales_count] }
            model: { name: homes, task: regression, target: price }
            """;
    private static final String VIEW = """
            view: zip_market
            owner: tests
            description: sales in a zip code
            key: zipcode
            columns:
              median_price_per_sqft: { type: float, meaning: price per area, default: 245 }
              sales_count: { type: int, meaning: number of sales, default: 0 }
            max-age: 30d
            source: { jdbc: { url: "jdbc:h2:${home}/features;AUTO_SERVER=TRUE" } }
            """;

    @TempDir
    Path home;

    private Environment environment = Environment.of(Map.of());

    @SuppressWarnings("NullAway.Init") // set before each test
    private PipelineConfig pipeline;

    @BeforeEach
    void useHome() throws Exception {
        environment = Environment.of(Map.of("MILLRACE_HOME", home.toString()));
        Files.writeString(Files.createDirectories(home.resolve("features")).resolve("zip_market.yaml"), VIEW);
        Path file = Files.createDirectories(home.resolve("pipelines")).resolve("homes.yaml");
        pipeline = PipelineFile.read(Files.writeString(file, PIPELINE), environment);
        FeatureConfig market = pipeline.features().get(0);
        pipeline = with(List.of(new FeatureConfig(
                Views.patient(market.view()), market.key(), market.use(), market.maxAge(), market.onMissing())));
    }

    private Event event(String zipcode) {
        Schema schema = Schema.ofEvent(pipeline);
        @Nullable String[] texts = new @Nullable String[schema.size()];
        texts[schema.indexOf("zipcode")] = zipcode;
        RawEvent raw = new RawEvent(new Position("listings", 0, 1), 1, null, new byte[] {1}, List.of());
        return new Event(raw, "1", zipcode, 1, new Values(new double[schema.size()], texts, new float[0][]));
    }

    private static OneInputTransformation<?, ?> stage(PipelineConfig pipeline) {
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment();
        RawEvent raw = new RawEvent(new Position("listings", 0, 1), 1, null, new byte[] {1}, List.of());
        Event any = new Event(raw, "1", "k", 1, Values.ofNumbers(1));
        return (OneInputTransformation<?, ?>) Enrich.lookUp(
                        flink.fromData(RecordTypes.EVENT, any),
                        pipeline,
                        view -> JdbcFeatureStore.open(view, Environment.system()),
                        ChangeFeed.NONE)
                .getTransformation();
    }

    @Test
    @SuppressWarnings("unchecked")
    void readsTheTableThatTrainingWrote() throws Exception {
        ViewConfig view = pipeline.features().get(0).view();
        try (FeatureTable table = FeatureTable.open(view, environment)) {
            table.upsert(
                    view.columns(),
                    Map.of("98103", Values.ofNumbers(312.5, 40)),
                    Instant.ofEpochMilli(Ticker.system().epochMillis()));
        }
        StreamOperatorFactory<EnrichedEvent> factory =
                (StreamOperatorFactory<EnrichedEvent>) stage(pipeline).getOperatorFactory();
        OperatorUnderTest<EnrichedEvent> operator = OperatorUnderTest.of(
                        RecordTypes.ENRICHED_EVENT, () -> shipped(factory))
                .input(RecordTypes.EVENT);
        try (OperatorHarness<EnrichedEvent> harness = OperatorHarness.opened(operator)) {
            harness.element(0, event("98103"), 1);
            harness.element(0, event("00000"), 1);
            harness.finish();
            assertThat(harness.values())
                    .extracting(EnrichedEvent::features)
                    .extracting(FeatureValues::values)
                    .containsExactlyInAnyOrder(Values.ofNumbers(312.5, 40), Values.ofNumbers(245, 0));
            assertThat(harness.values())
                    .extracting(EnrichedEvent::features)
                    .extracting(FeatureValues::worst)
                    .containsExactlyInAnyOrder(Freshness.PRESENT, Freshness.DEFAULTED);
        }
    }

    private static StreamOperatorFactory<EnrichedEvent> shipped(StreamOperatorFactory<EnrichedEvent> factory) {
        try {
            return InstantiationUtil.clone(factory);
        } catch (Exception e) {
            throw new AssertionError("operator cannot be shipped", e);
        }
    }

    @Test
    void hasAFixedNameWithAndWithoutViews() {
        PipelineConfig without = with(List.of());
        for (PipelineConfig each : List.of(pipeline, without)) {
            assertThat(stage(each).getUid()).isEqualTo("enrich");
            assertThat(stage(each).getName()).isEqualTo("enrich");
            assertThat(stage(each).getOutputType()).isEqualTo(RecordTypes.ENRICHED_EVENT);
        }
    }

    private PipelineConfig with(List<FeatureConfig> features) {
        return new PipelineConfig(
                pipeline.pipeline(),
                pipeline.kafka(),
                pipeline.topics(),
                pipeline.events(),
                features,
                pipeline.model(),
                pipeline.labels(),
                pipeline.learning(),
                pipeline.batching(),
                pipeline.device(),
                pipeline.predictions(),
                pipeline.review(),
                pipeline.promotion(),
                pipeline.retrain(),
                pipeline.monitoring(),
                pipeline.runtime());
    }
}
