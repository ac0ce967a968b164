package io.millrace.benchmarks.flow;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a rig's process is told.
 *
 * @param pace of a rig without a stream; one with a stream works until it is told to stop
 */
public record RigOrder(String workload, String rig, Topics topics, Pace pace) {
    /** The line with which a loop says that it is warm. */
    static final String WARM = "warm";

    /** The line that makes a rig with a stream read nothing more and answer what it has read. */
    static final String STOP = "stop";

    /** Begins the line with which it says how far it has read, when that is done. */
    static final String STOPPED = "stopped";

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
                workload,
                rig,
                topics.bootstrap,
                topics.events,
                topics.round,
                Long.toString(pace.warmUp().toMillis()),
                Long.toString(pace.measured().toMillis()));
    }

    /** Offsets by partition as a text. */
    static String text(Map<Integer, Long> positions) {
        return new TreeMap<>(positions)
                .entrySet().stream()
                        .map(each -> each.getKey() + ":" + each.getValue())
                        .collect(Collectors.joining(","));
    }

    /** The offsets that a text stands for. */
    static Map<Integer, Long> positions(String text) {
        Map<Integer, Long> positions = new TreeMap<>();
        for (String each : text.isBlank() ? new String[0] : text.strip().split(",", -1)) {
            int colon = each.indexOf(':');
            positions.put(Integer.parseInt(each.substring(0, colon)), Long.parseLong(each.substring(colon + 1)));
        }
        return positions;
    }

    /** The order of a round on a bed. */
    static RigOrder of(Bed bed, Rig rig, String round, Pace pace) {
        return new RigOrder(
                bed.workload().name(), rig.name(), new Topics(bed.cluster().bootstrap(), bed.topic(), round), pace);
    }

    /** The order that arguments stand for. */
    public static RigOrder of(String... arguments) {
        return new RigOrder(
                arguments[0],
                arguments[1],
                new Topics(arguments[2], arguments[3], arguments[4]),
                new Pace(
                        Duration.ofMillis(Long.parseLong(arguments[5])),
                        Duration.ofMillis(Long.parseLong(arguments[6]))));
    }
}
