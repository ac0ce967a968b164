package io.millrace.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.models.registry.LoggedDecision;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.Outbound;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is written to the {@code models} topic after decisions: which versions serve, under the model's name, and each
 * decision as it stands in the history, under {@code <model>/decisions/<number>}.
 */
public final class ModelNews {
    private static final Pattern DECISION = Pattern.compile(".+/decisions/[0-9]+", Pattern.DOTALL);

    private ModelNews() {}

    /** The record of a decision. */
    public static Outbound decision(String model, LoggedDecision decision) {
        String key = model + "/decisions/" + decision.number();
        return new Outbound(key.getBytes(UTF_8), decision.line().getBytes(UTF_8), List.of());
    }

    /** Whether a record with this key is of a decision. */
    static boolean isDecision(byte @Nullable [] key) {
        return key != null && DECISION.matcher(new String(key, UTF_8)).matches();
    }

    /**
     * Tells everyone who follows the topic, the decisions first, and waits until the broker has everything.
     *
     * @throws ClusterException if it cannot be written
     */
    public static void tell(
            Cluster cluster, String topic, ModelAnnouncement announcement, List<LoggedDecision> decisions) {
        Topics.create(cluster, List.of(Topics.ofModels(topic)));
        try (TopicWriter writer = new TopicWriter(cluster, topic)) {
            decisions.forEach(decision -> writer.write(decision(announcement.model(), decision)));
            writer.write(AnnouncementEncoder.encode(announcement));
            writer.flush();
        }
    }
}
