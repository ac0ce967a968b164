package io.millrace.benchmarks.report;

import java.util.Map;

/**
 * The circumstances of everything in one result.
 *
 * @param command the command that repeats the run
 * @param settings what was chosen for the run, by name, in the order of the report
 * @param seed seed of the order of the rounds, the generated data, the arrivals and the bootstrap
 */
public record Run(String command, Machine machine, Map<String, String> settings, Legend legend, long seed) {
    public Run {
        settings = Legend.ordered(settings);
    }
}
