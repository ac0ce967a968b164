package io.millrace.benchmarks.micro;

import io.millrace.benchmarks.flow.Furnished;
import io.millrace.benchmarks.flow.Samples;
import io.millrace.benchmarks.flow.Workload;
import io.millrace.benchmarks.flow.Workloads;
import io.millrace.config.PipelineConfig;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.registry.RegistrySource;
import io.millrace.models.time.Ticker;
import io.millrace.operators.enrich.FeatureStoreException;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.Freshness;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.validate.EventDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/** The pipeline, the model and the first events of a workload, as every benchmark finds them. */
final class Bench implements AutoCloseable {
    /** Enough that no processor learns them by heart, and a power of two. */
    static final int EVENTS = 1024;

    private static final long AGE_MILLIS = 1000;

    private final Path folder;
    private final Workload workload;
    private final Furnished furnished;

    private Bench(Path folder, Workload workload, Furnished furnished) {
        this.folder = folder;
        this.workload = workload;
        this.furnished = furnished;
    }

    static Bench of(String name) throws IOException, ModelLoadException {
        Workload workload = Workloads.of(name).orElseThrow();
        Path folder = Files.createTempDirectory("millrace-micro-");
        return new Bench(folder, workload, Furnished.in(folder, workload));
    }

    Workload workload() {
        return workload;
    }

    PipelineConfig pipeline() {
        return furnished.pipeline();
    }

    EventDecoder decoder() {
        return EventDecoder.of(pipeline().events(), Ticker.system());
    }

    ServedModel model() throws ModelLoadException {
        RegistrySource source = Furnished.model(furnished.home(), pipeline());
        return source.load(source.resolve().version(), ComputeDevice.CPU);
    }

    RawEvent[] raw() {
        return new Samples(workload, pipeline()).raw(EVENTS);
    }

    Event[] events() {
        return new Samples(workload, pipeline()).decoded(EVENTS);
    }

    /** The events with feature values as if from a cache. */
    EnrichedEvent[] enriched() {
        int fields = pipeline().events().fields().size();
        int features = Schema.ofFeatures(pipeline()).size();
        Event[] events = events();
        EnrichedEvent[] enriched = new EnrichedEvent[EVENTS];
        for (int i = 0; i < EVENTS; i++) {
            double[] numbers = new double[features];
            for (int column = 0; column < features; column++) {
                numbers[column] = workload.row(i).number(fields + column);
            }
            byte[] freshness = new byte[features];
            Arrays.fill(freshness, Freshness.PRESENT.code());
            long[] ages = new long[pipeline().features().size()];
            Arrays.fill(ages, AGE_MILLIS + i);
            FeatureValues values = new FeatureValues(Values.ofNumbers(numbers), freshness, ages, /* degraded= */ false);
            enriched[i] = new EnrichedEvent(events[i], values, i % 16);
        }
        return enriched;
    }

    @Override
    public void close() throws IOException, FeatureStoreException {
        furnished.close();
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
