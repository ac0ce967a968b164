package io.millrace.operators.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.models.feature.Values;
import io.millrace.operators.quality.Observed.Kind;
import io.millrace.operators.quality.Observed.Said;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Scored;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObserverTest {
    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Observer observer;

    @BeforeEach
    void readAPipeline() throws Exception {
        Path file = Files.writeString(folder.resolve("shop.yaml"), """
                pipeline: shop
                events:
                  topic: orders
                  id: id
                  key: zip
                  time: { field: at }
                  fields:
                    size: { type: float }
                    zip: { type: category }
                    rooms: { type: int }
                    lake: { type: bool }
                model: { name: house, task: regression, target: price }
                monitoring: { slices: [lake, zip, rooms] }
                """);
        PipelineConfig pipeline = PipelineFile.read(file, Environment.of(Map.of()));
        observer = new Observer(pipeline);
    }

    @Test
    void takesWhatQualityNeeds() throws Exception {
        Observed scored = observer.of(scored(3, 1));
        assertThat(scored.kind()).isEqualTo(Kind.SCORED);
        assertThat(scored.row().slices()).containsExactly("true", "98103", "3");
        assertThat(scored.row().said()).extracting(Said::version).containsExactly(7, 8);
        assertThat(scored.row().said()).extracting(Said::variant).containsExactly("champion", "shadow");
        assertThat(scored.row().said().get(0).outputs()).isEmpty();

        Feedback.Evidence evidence = new Feedback.Evidence(1, null, null, 5, 6, 1234, "#l");
        Observed labeled = copy(observer.of(
                new Feedback(scored(Double.NaN, Double.NaN), Feedback.Kind.CORRECTION, "2", "1", evidence, 0.5)));
        assertThat(labeled.kind()).isEqualTo(Kind.LABELED);
        assertThat(labeled.label()).isEqualTo("2");
        assertThat(labeled.replaced()).isEqualTo("1");
        assertThat(labeled.delayMillis()).isEqualTo(1234);
        assertThat(labeled.row().timeMillis()).isEqualTo(42);
        assertThat(labeled.row().slices()).containsExactly("", "98103", "");
        assertThat(labeled.row().said().get(1).outputs()).containsExactly(2);

        Feedback absent = new Feedback(scored(0, 0), Feedback.Kind.ABSENT, null, null, null, 1);
        assertThat(copy(observer.of(absent)).kind()).isEqualTo(Kind.ABSENT);
    }

    private static Observed copy(Observed observed) throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(64);
        ObservedSerializer.INSTANCE.serialize(observed, out);
        return ObservedSerializer.INSTANCE.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }

    private static Scored scored(double rooms, double lake) {
        Values values = new Values(
                new double[] {1, Double.NaN, rooms, lake},
                new @Nullable String[] {null, "98103", null, null},
                new float @Nullable [][] {});
        return new Scored(
                "orders-0-1",
                "e",
                "98103",
                42,
                new ModelStamp("house", 7, "9f", "champion", 1),
                new float[] {1},
                new Scored.Shadow(8, new float[] {2}),
                values);
    }
}
