package io.millrace.benchmarks.flow;

import io.millrace.jobs.load.Arrivals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a sender's process is told.
 *
 * @param different events that are sent again and again, at most
 * @param seed of the arrivals
 */
record LoadOrder(String workload, Target target, Shape shape, int different, long seed) {
    private static final int SHAPE = 3;

    /** The topic that the events go to. */
    record Target(String bootstrap, String topic) {}

    /** A time in which events are due at random at one rate. */
    record Phase(double perSecond, Duration lasts) {}

    /**
     * The phases of a load, one after the other.
     *
     * @param warmUp time from the start that is left out
     */
    record Shape(List<Phase> phases, Duration warmUp) {
        private static final double COLD_PART = 0.5;
        private static final double GENTLE_PART = 0.3;
        private static final double COLD = 0.125;
        private static final double GENTLE = 0.5;
        private static final double MILLIS = 1e3;

        Shape {
            phases = List.copyOf(phases);
        }

        /**
         * Phases after a warm-up that begins gently, so that cold processes have no queue to work off when they are
         * measured: half of it at an eighth of the capacity, three tenths at half of it, the rest at the rate of the
         * first phase; never at more than that.
         *
         * @param capacity events per second
         */
        static Shape after(Duration warmUp, double capacity, Phase... phases) {
            Duration cold = Duration.ofMillis((long) (COLD_PART * warmUp.toMillis()));
            Duration gentle = Duration.ofMillis((long) (GENTLE_PART * warmUp.toMillis()));
            Phase first = phases[0];
            List<Phase> all = new ArrayList<>(List.of(phases));
            all.set(
                    0,
                    new Phase(
                            first.perSecond,
                            first.lasts.plus(warmUp).minus(cold).minus(gentle)));
            all.add(0, new Phase(Math.min(GENTLE * capacity, first.perSecond), gentle));
            all.add(0, new Phase(Math.min(COLD * capacity, first.perSecond), cold));
            return new Shape(all, warmUp);
        }

        /** How long the load lasts, the warm-up included. */
        Duration lasts() {
            return phases.stream().map(Phase::lasts).reduce(Duration.ZERO, Duration::plus);
        }

        /** When every event is due. */
        Arrivals arrivals(long seed) {
            Arrivals arrivals = poisson(phases.get(0), seed);
            for (int i = 1; i < phases.size(); i++) {
                arrivals = arrivals.then(poisson(phases.get(i), seed + i));
            }
            return arrivals;
        }

        private static Arrivals poisson(Phase phase, long seed) {
            long events = Math.round(phase.perSecond * phase.lasts.toMillis() / MILLIS);
            return Arrivals.poisson((int) Math.max(1, events), phase.perSecond, seed);
        }

        private String text() {
            return phases.stream()
                    .map(phase -> phase.perSecond + ":" + phase.lasts.toMillis())
                    .collect(Collectors.joining(","));
        }

        private static Shape of(String text, Duration warmUp) {
            return new Shape(
                    Arrays.stream(text.split(",", -1))
                            .map(phase -> phase.split(":", -1))
                            .map(phase -> new Phase(
                                    Double.parseDouble(phase[0]), Duration.ofMillis(Long.parseLong(phase[1]))))
                            .toList(),
                    warmUp);
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
                shape.text(),
                Long.toString(shape.warmUp.toMillis()),
                Integer.toString(different),
                Long.toString(seed));
    }

    /** The order that arguments stand for. */
    static LoadOrder of(String... arguments) {
        return new LoadOrder(
                arguments[0],
                new Target(arguments[1], arguments[2]),
                Shape.of(arguments[SHAPE], Duration.ofMillis(Long.parseLong(arguments[SHAPE + 1]))),
                Integer.parseInt(arguments[SHAPE + 2]),
                Long.parseLong(arguments[SHAPE + 3]));
    }
}
