package io.millrace.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What one round measured.
 *
 * @param events events in the measured window
 * @param seconds length of the window
 * @param cpuMicrosPerEvent processor time of the measured process per event
 * @param foreignCpu share of the processor time in the window that others took, steal included
 * @param compiling share of the measured process's own time that its compiler took; not part of the time per event
 */
public record Sample(long events, double seconds, double cpuMicrosPerEvent, double foreignCpu, double compiling) {
    public Sample {
        if (events < 0 || !(seconds > 0) || !(cpuMicrosPerEvent >= 0) || !(foreignCpu >= 0) || !(compiling >= 0)) {
            throw new IllegalArgumentException("sample measures nothing: events=" + events + ", at least 0, seconds="
                    + seconds + ", more than 0, cpu-micros-per-event=" + cpuMicrosPerEvent
                    + ", at least 0, foreign-cpu=" + foreignCpu + ", at least 0, compiling=" + compiling
                    + ", at least 0");
        }
    }

    /** The wall rate. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public double eventsPerSecond() {
        return events / seconds;
    }
}
