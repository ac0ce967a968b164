package io.millrace.benchmarks.plan;

import io.millrace.benchmarks.flow.OurRig;

/**
 * Settings that were tried, and what they did.
 *
 * @param eventsPerSecond when the topic never ends
 * @param p99Millis at the load that all settings were given, or NaN if they were not given one
 */
public record Trial(OurRig.Tuning settings, double eventsPerSecond, double p99Millis) {

    Trial withLatency(double millis) {
        return new Trial(settings, eventsPerSecond, millis);
    }

    boolean hasLatency() {
        return !Double.isNaN(p99Millis);
    }
}
