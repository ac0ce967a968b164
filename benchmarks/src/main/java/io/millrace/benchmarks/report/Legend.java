package io.millrace.benchmarks.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the short names in a result stand for. The report lists and colours rigs in this order.
 *
 * @param workloads a sentence for every workload
 * @param rigs a sentence for every rig: what it does, and the settings it was given because it does best with them
 */
public record Legend(Map<String, String> workloads, Map<String, String> rigs) {
    public Legend {
        workloads = ordered(workloads);
        rigs = ordered(rigs);
    }

    /** A copy that keeps the order. */
    static Map<String, String> ordered(Map<String, String> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
