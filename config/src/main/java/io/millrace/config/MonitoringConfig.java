package io.millrace.config;

import java.io.Serializable;
import java.util.List;

/**
 * What is watched while the jobs run.
 *
 * @param slices fields of the event by whose values quality is also told
 * @param consistency how served feature values are compared with their streams
 */
public record MonitoringConfig(List<String> slices, ConsistencyConfig consistency) implements Serializable {
    /** What holds without a word about it. */
    public static final MonitoringConfig DEFAULT = new MonitoringConfig(List.of(), ConsistencyConfig.DEFAULT);

    public MonitoringConfig {
        slices = List.copyOf(slices);
    }
}
