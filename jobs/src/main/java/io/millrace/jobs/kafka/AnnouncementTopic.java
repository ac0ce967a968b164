package io.millrace.jobs.kafka;

import io.millrace.operators.infer.AnnouncementFeed;
import io.millrace.operators.record.RawEvent;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The news about models, from the beginning of the pipeline's {@code models} topic. What lies there and is no announcement
 * is passed over, decisions in silence and all else with a warning.
 */
public record AnnouncementTopic(Cluster cluster, String topic) implements AnnouncementFeed {
    private static final Logger LOG = LoggerFactory.getLogger(AnnouncementTopic.class);

    @Override
    public AutoCloseable follow(Listener listener) {
        return ReaderThread.start("millrace-models", goOn -> read(listener, goOn));
    }

    private void read(Listener listener, BooleanSupplier goOn) {
        try (TopicReader reader = new TopicReader(cluster, topic)) {
            reader.follow(record -> tell(record, listener), goOn);
        } catch (RuntimeException e) {
            if (goOn.getAsBoolean()) {
                listener.broken(e);
            }
        }
    }

    private static void tell(RawEvent record, Listener listener) {
        if (ModelNews.isDecision(record.key())) {
            return;
        }
        AnnouncementDecoder.Result result = AnnouncementDecoder.decode(record.value());
        if (result.announcement().isEmpty()) {
            LOG.warn(
                    "Passing over what is no model announcement: at={}, problem={}",
                    record.position(),
                    result.problem());
        }
        result.announcement().ifPresent(listener::announced);
    }
}
