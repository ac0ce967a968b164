package io.millrace.benchmarks.flow;

import io.millrace.jobs.load.Arrivals;
import java.time.Duration;
import java.util.List;

/**
 * What a sender's process is told.
 *
 * @param different events that are sent again and again, at most
 * @param seed of the arrivals
 */
record LoadOrder(String workload, Target target, Shape shape, int different, long seed) {

    /** The topic that the events go to. */
    record Target(String bootstrap, String topic) {}

    /**
     * A load that begins gently, so that a cold process has no queue to work off when it is measured: four fifths of the
     * warm-up at a low rate, the rest of it and what is measured at the full one.
     *
     * @param gentlePerSecond rate of the beginning
     * @param perSecond rate that is measured
     */
    record Shape(double gentlePerSecond, double perSecond, Duration warmUp, Duration measured) {
        private static final double GENTLE_PART = 0.8;
        private static final double MILLIS = 1e3;

        /** When every event is due. */
        Arrivals arrivals(long seed) {
            double gentle = GENTLE_PART * warmUp.toMillis() / MILLIS;
            double full = (warmUp.toMillis() + measured.toMillis()) / MILLIS - gentle;
            return poisson(gentlePerSecond, gentle, seed).then(poisson(perSecond, full, seed + 1));
        }

        private static Arrivals poisson(double perSecond, double seconds, long seed) {
            return Arrivals.poisson((int) Math.max(1, Math.round(perSecond * seconds)), perSecond, seed);
        }
    }

    Arrivals arrivals() {
        return shape.arrivals(seed);
    }

    /** The order as arguments. */
    List<String> arguments() {
        return List.of(
                workload,
                target.bootstrap,
                target.topic,
                Double.toString(shape.gentlePerSecond),
                Double.toString(shape.perSecond),
                Long.toString(shape.warmUp.toMillis()),
                Long.toString(shape.measured.toMillis()),
                Integer.toString(different),
                Long.toString(seed));
    }

    /** The order that arguments stand for. */
    static LoadOrder of(String... arguments) {
        return new LoadOrder(
                arguments[0],
                new Target(arguments[1], arguments[2]),
                new Shape(
                        Double.parseDouble(arguments[3]),
                        Double.parseDouble(arguments[4]),
                        Duration.ofMillis(Long.parseLong(arguments[5])),
                        Duration.ofMillis(Long.parseLong(arguments[6]))),
                Integer.parseInt(arguments[7]),
                Long.parseLong(arguments[8]));
    }
}
