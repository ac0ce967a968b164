package io.millrace.benchmarks.flow;

import java.time.Duration;
import java.util.List;

/**
 * What a rig's process is told.
 *
 * @param measured how long a rig without a stream turns its loop while it is measured
 */
public record RigOrder(String workload, String rig, Topics topics, Duration measured) {
    /** The line with which a loop says that it is warm. */
    static final String WARM = "warm";

    /** Begins the line with which a loop says how many events it did, and when it began and ended. */
    static final String RESULT = "result";

    /**
     * Where a rig reads and writes.
     *
     * @param events topic with the events
     * @param round name of the round: prefix of the topics that are written
     */
    public record Topics(String bootstrap, String events, String round) {}

    /** The order as arguments. */
    List<String> arguments() {
        return List.of(
                workload, rig, topics.bootstrap, topics.events, topics.round, Long.toString(measured.toMillis()));
    }

    /** The order that arguments stand for. */
    public static RigOrder of(String... arguments) {
        return new RigOrder(
                arguments[0],
                arguments[1],
                new Topics(arguments[2], arguments[3], arguments[4]),
                Duration.ofMillis(Long.parseLong(arguments[5])));
    }
}
