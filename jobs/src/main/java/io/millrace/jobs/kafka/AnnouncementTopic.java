package io.millrace.jobs.kafka;

import io.millrace.operators.infer.AnnouncementFeed;
import io.millrace.operators.record.RawEvent;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The news about models, from the beginning of the pipeline's {@code models} topic. What lies there and is no announcement
 * is passed over with a warning.
 */
public record AnnouncementTopic(Cluster cluster, String topic) implements AnnouncementFeed {

    @Override
    public AutoCloseable follow(Listener listener) {
        return new Following(this, listener);
    }

    /** Reads in a thread of its own, because a Kafka consumer belongs to one thread. */
    private static final class Following implements AutoCloseable {
        private static final Logger LOG = LoggerFactory.getLogger(AnnouncementTopic.class);
        private static final Duration ENDS_WITHIN = Duration.ofSeconds(2);

        private final AnnouncementTopic topic;
        private final Listener listener;
        private final Thread thread;
        private volatile boolean open = true;

        Following(AnnouncementTopic topic, Listener listener) {
            this.topic = topic;
            this.listener = listener;
            this.thread = new Thread(this::read, "millrace-models");
            thread.setDaemon(true);
            thread.start();
        }

        private void read() {
            try (TopicReader reader = new TopicReader(topic.cluster, topic.topic)) {
                reader.follow(this::tell, () -> open);
            } catch (RuntimeException e) {
                if (open) {
                    listener.broken(e);
                }
            }
        }

        private void tell(RawEvent record) {
            AnnouncementDecoder.Result result = AnnouncementDecoder.decode(record.value());
            if (result.announcement().isEmpty()) {
                LOG.warn(
                        "Passing over what is no model announcement: at={}, problem={}",
                        record.position(),
                        result.problem());
            }
            result.announcement().ifPresent(listener::announced);
        }

        /** Waits for the thread; one that waits for a broker that does not answer is interrupted. */
        @Override
        public void close() {
            open = false;
            try {
                thread.join(ENDS_WITHIN.toMillis());
                if (thread.isAlive()) {
                    thread.interrupt();
                    thread.join(ENDS_WITHIN.toMillis());
                }
            } catch (InterruptedException e) {
                thread.interrupt();
                Thread.currentThread().interrupt();
            }
        }
    }
}
