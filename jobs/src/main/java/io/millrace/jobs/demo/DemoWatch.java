package io.millrace.jobs.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.config.PipelineConfig;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.PredictionReader;
import io.millrace.jobs.kafka.TopicReader;
import io.millrace.operators.feedback.ScoredDecoder;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads predictions, dead letters and scored rows as they appear and enters them into a tally. */
/* One thread for each topic, and the model belongs to that of the scored rows; both end when this is closed. A reader belongs to its thread, which also closes it. */
final class DemoWatch implements AutoCloseable {
    private static final String REASON = "__millrace.errors.reason";

    private final List<DemoThread> threads = new ArrayList<>();
    private volatile boolean open = true;

    private DemoWatch() {}

    /**
     * Begins to read the topics from their beginning.
     *
     * @param first the version that everything is compared with
     */
    static DemoWatch start(Cluster cluster, PipelineConfig pipeline, DemoTally tally, FirstVersion first) {
        DemoWatch watch = new DemoWatch();
        PredictionReader parser = new PredictionReader(pipeline.model().target());
        watch.follow(cluster, pipeline.topics().predictions(), record -> prediction(parser, record, tally));
        watch.follow(cluster, pipeline.topics().deadLetters(), record -> tally.deadLetter(reason(record)));
        watch.threads.add(DemoThread.start("watch-scored", () -> watch.compare(cluster, pipeline, tally, first)));
        return watch;
    }

    void requireNoFailure() throws DemoFailure {
        for (DemoThread thread : threads) {
            thread.requireNoFailure();
        }
    }

    @Override
    public void close() {
        open = false;
        threads.forEach(DemoThread::join);
    }

    private void follow(Cluster cluster, String topic, Consumer<RawEvent> action) {
        threads.add(DemoThread.start("watch-" + threads.size(), () -> {
            try (TopicReader reader = new TopicReader(cluster, topic)) {
                reader.follow(action, () -> open);
            }
        }));
    }

    private void compare(Cluster cluster, PipelineConfig pipeline, DemoTally tally, FirstVersion first)
            throws Exception {
        try (FrozenModel frozen = first.load();
                TopicReader reader = new TopicReader(cluster, pipeline.topics().scored())) {
            Rival rival = new Rival(frozen, new ScoredDecoder(ScoredDecoder.schema(pipeline)), tally);
            reader.follow(rival::take, () -> {
                rival.scoreWaiting();
                return open;
            });
        }
    }

    private static void prediction(PredictionReader parser, RawEvent record, DemoTally tally) {
        parser.read(record.value())
                .ifPresent(seen -> tally.prediction(seen.eventId(), seen.output(), seen.batchRows()));
    }

    private static Reason reason(RawEvent record) {
        byte[] reason = record.header(REASON);
        if (reason == null) {
            throw new IllegalStateException("dead letter has no reason: position=" + record.position());
        }
        return Reason.valueOf(new String(reason, UTF_8));
    }
}
