package io.millrace.benchmarks.report;

import java.time.Instant;

/** What a run was measured on. Figures from two machines are never put into one ratio. */
public record Machine(Hardware hardware, Software software, Conditions conditions) {
    /** The host. */
    public record Hardware(String cpu, int cores, long memoryBytes) {
        public Hardware {
            if (cores < 1 || memoryBytes < 0) {
                throw new IllegalArgumentException("machine is incomplete: cores=" + cores
                        + ", at least 1, memory-bytes=" + memoryBytes + ", at least 0");
            }
        }
    }

    /**
     * What ran on it.
     *
     * @param commit commit of Millrace, with {@code -dirty} if the working tree had changes
     */
    public record Software(String os, String java, String commit) {}

    /**
     * How it ran.
     *
     * @param start when the run started
     * @param pinning which process ran on which cores
     * @param load one-minute load average just before the start
     */
    public record Conditions(Instant start, String pinning, double load) {}
}
