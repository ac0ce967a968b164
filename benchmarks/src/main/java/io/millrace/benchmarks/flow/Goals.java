package io.millrace.benchmarks.flow;

import io.millrace.benchmarks.report.Cell;
import io.millrace.benchmarks.report.Comparison;
import io.millrace.benchmarks.report.LatencyResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is compared with what, and the ratios that Millrace promises. */
public final class Goals {
    private static final String OURS = "ours";
    private static final String OVERHEAD = "no-model";
    private static final String FORWARD = "forward";
    private static final String EFFICIENCY = "efficiency";

    /** Promised ratios by workload, then by what is compared. */
    private static final Map<String, Map<String, Double>> PROMISED = Map.of(
            "W1", Map.of(EFFICIENCY, 0.85, "naive", 8.0, "http", 4.0, "crayfish", 15.0),
            "W2-json", Map.of(EFFICIENCY, 0.85, "naive", 15.0, "http", 6.0),
            "W2-frame", Map.of(EFFICIENCY, 0.85, "naive", 25.0, "http", 8.0),
            "W3", Map.of(EFFICIENCY, 0.95, "naive", 1.3, "http", 1.2));

    /** How many times the events of the same rows in JSON a workload of Arrow streams carries. */
    private static final Map<String, Double> PROMISED_AGAINST_JSON = Map.of("W2a", 8.0, "W2a-json-out", 2.0);

    private static final String JSON = "W2-json";
    private static final String OTHER_SETTINGS = "ours-";
    private static final double PROMISED_OF_BEST = 0.9;

    /** Promised p99 in milliseconds at half of the capacity. */
    private static final Map<String, Double> PROMISED_P99 = Map.of("W1", 15.0, "W2-json", 12.0, "W2-frame", 10.0);

    /** Promised seconds from the end of a burst until the latency is what it was before. */
    private static final Map<String, Double> PROMISED_RECOVERY = Map.of("W2-json", 12.0, "W2-frame", 12.0);

    private Goals() {}

    /** What is promised of a workload after a burst, or NaN. */
    static double ofRecovery(Workload workload) {
        return PROMISED_RECOVERY.getOrDefault(workload.name(), Double.NaN);
    }

    /** What is promised of the latency of a workload; may be empty. */
    static List<LatencyResult.Goal> ofLatency(Workload workload) {
        Double millis = PROMISED_P99.get(workload.name());
        return millis == null ? List.of() : List.of(new LatencyResult.Goal(0.5, 99, millis));
    }

    /** The comparisons that rounds of these rigs allow. */
    public static List<Comparison> of(List<Workload> workloads, List<Rig> rigs) {
        Set<String> names = rigs.stream().map(Rig::name).collect(Collectors.toSet());
        List<Comparison> comparisons = new ArrayList<>();
        for (Workload workload : workloads) {
            Map<String, Double> promised = PROMISED.getOrDefault(workload.name(), Map.of());
            Cell ours = new Cell(workload.name(), OURS);
            if (names.containsAll(Set.of(OURS, OVERHEAD, FORWARD))) {
                comparisons.add(Comparison.efficiency(ours, OVERHEAD, FORWARD, promised.getOrDefault(EFFICIENCY, 0.0)));
            }
            for (Rig rig : rigs) {
                if (rig instanceof AlternatingRig alternating) {
                    comparisons.add(Comparison.against(
                            new Cell(workload.name(), alternating.on()), alternating.off(), alternating.promised()));
                } else if (names.contains(OURS) && !rig.name().equals(OURS) && rig.carries(workload)) {
                    comparisons.add(Comparison.against(ours, rig.name(), promised(promised, rig.name())));
                }
            }
            Double againstJson = PROMISED_AGAINST_JSON.get(workload.name());
            if (againstJson != null
                    && names.contains(OURS)
                    && workloads.stream().anyMatch(each -> each.name().equals(JSON))) {
                comparisons.add(Comparison.against(ours, new Cell(JSON, OURS), againstJson));
            }
        }
        return comparisons;
    }

    private static double promised(Map<String, Double> promised, String rig) {
        return rig.startsWith(OTHER_SETTINGS) ? PROMISED_OF_BEST : promised.getOrDefault(rig, 0.0);
    }
}
