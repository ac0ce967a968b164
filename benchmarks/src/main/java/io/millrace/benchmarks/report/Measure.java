package io.millrace.benchmarks.report;

/** What a rate is counted in. */
public enum Measure {
    /** Events per second of wall time. */
    WALL {
        @Override
        double rate(Sample sample) {
            return sample.eventsPerSecond();
        }
    },
    /** Events per second of processor time; neighbours on the machine disturb it less. */
    CPU {
        @Override
        double rate(Sample sample) {
            return 1e6 / sample.cpuMicrosPerEvent();
        }
    };

    abstract double rate(Sample sample);
}
