package io.millrace.benchmarks.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.embedded.Home;
import io.millrace.models.learn.DataException;
import io.millrace.operators.record.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnWorkloadTest {
    private static final String HEADER = "id,user,at,amount,count,late,country,image\n";
    private static final String PIPELINE = """
            pipeline: payments
            events:
              topic: payments
              format: FORMAT
              id: id
              key: user
              time: { field: at, pattern: "yyyyMMdd'T'HHmmss" }
              fields:
                amount: { type: float, min: 10, max: 20, required: true }
                count: { type: int, min: -5, max: 5 }
                late: { type: bool }
                country: { type: category, values: [de, fr] }
                user: { type: category }
                image: { type: vector, length: 3 }
            model: { name: fraud, task: binary, target: fraud }
            """;

    @TempDir
    private Path folder;

    @Test
    void saysAtOnceThatItMakesNoArrowStreams() {
        assertThatThrownBy(() -> workload("arrow", null))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("format=arrow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "frame"})
    void madeUpEventsAreWhatThePipelineTakes(String format) throws Exception {
        OwnWorkload workload = workload(format, null);

        Event[] events = new Samples(workload, workload.pipeline()).decoded(200);
        assertThat(events).extracting(Event::id).doesNotHaveDuplicates();
        assertThat(events).allSatisfy(event -> {
            assertThat(event.fields().number(0)).isBetween(10.0, 20.0);
            assertThat(event.fields().text(4)).isEqualTo(event.key());
            assertThat(event.fields().vector(5)).hasSize(3);
        });
        assertThat(Stream.of(events).map(event -> event.fields().text(3)).collect(Collectors.toSet()))
                .isEqualTo(Set.of("de", "fr"));
        assertThat(workload.row(7).number(0)).isEqualTo(events[7].fields().number(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"int }", "float }", "category }"})
    void madeUpEventsHaveATimeThatIsAFieldAsWell(String type) throws Exception {
        String declared = PIPELINE.replace("time: { field: at, pattern: \"yyyyMMdd'T'HHmmss\" }", "time: { field: at }")
                .replace("fields:\n", "fields:\n    at: { type: " + type + "\n");

        OwnWorkload workload = workloadOf(declared.replace("FORMAT", "json"), null);

        assertThat(new Samples(workload, workload.pipeline()).decoded(20))
                .extracting(Event::timeMillis)
                .doesNotHaveDuplicates();
    }

    @Test
    void madeUpEventsMayBeCalledByTheirTime() throws Exception {
        String same = PIPELINE.replace("FORMAT", "json")
                .replace("id: id", "id: at")
                .replace("key: user", "key: at")
                .replace("time: { field: at, pattern: \"yyyyMMdd'T'HHmmss\" }", "time: { field: at }");

        OwnWorkload workload = workloadOf(same, null);

        assertThat(new Samples(workload, workload.pipeline()).decoded(20))
                .allSatisfy(event ->
                        assertThat(event.id()).isEqualTo(event.key()).isEqualTo(Long.toString(event.timeMillis())));
    }

    @Test
    void isItselfEvenIfItIsCalledAsAShippedOne() throws Exception {
        Path data = folder.resolve("rows");
        Files.writeString(data, HEADER + "1,a,20240101T000000,11,1,1,de,1 2 3\n");
        OwnWorkload workload =
                workloadOf(PIPELINE.replace("FORMAT", "json").replace("pipeline: payments", "pipeline: w1"), data);
        Home home = new Home(Files.createDirectories(folder.resolve("bench")));
        workload.furnish(home);

        Workload found = Workloads.of(workload.name(), home);
        assertThat(found).isInstanceOf(OwnWorkload.class);
        assertThat(found.event(0).value()).isEqualTo(workload.event(0).value());
    }

    @Test
    void rowsThatAreNoEventsAreLeftOut() throws Exception {
        Path data = folder.resolve("rows.csv");
        Files.writeString(data, HEADER + "1,a,20240101T000000,11,1,1,de,1 2 3\n2,a,20240101T000001,99,1,1,de,1 2 3\n");
        OwnWorkload workload = workload("json", data);

        Event[] events = new Samples(workload, workload.pipeline()).decoded(3);
        assertThat(events).extracting(Event::id).containsExactly("1", "1", "1");
    }

    @Test
    void rowsOfWhichNoneIsAnEventAreRefused() throws Exception {
        Path data = folder.resolve("rows.csv");
        Files.writeString(data, HEADER + "1,a,20240101T000000,1,1,1,de,1 2 3\n");

        assertThatThrownBy(() -> workload("json", data))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("no row is an event that the pipeline takes: data=" + data)
                .hasMessageContaining("min=10");
    }

    @Test
    void rowsBecomeJsonOnly() {
        assertThatThrownBy(() -> workload("frame", folder.resolve("rows.csv")))
                .hasMessageStartingWith("rows become events as JSON only: format=frame");
    }

    private OwnWorkload workload(String format, @Nullable Path data) throws Exception {
        return workloadOf(PIPELINE.replace("FORMAT", format), data);
    }

    private OwnWorkload workloadOf(String pipeline, @Nullable Path data) throws Exception {
        Path file = folder.resolve("payments.yaml");
        Files.writeString(file, pipeline);
        return new OwnWorkload(new OwnWorkload.Origin(file, new Home(folder.resolve("home")), data));
    }
}
