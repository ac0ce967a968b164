package io.millrace.benchmarks.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Readings of the processors over a round, and what they say of a part of it. */
final class Observations {
    private final List<Observation> all = new ArrayList<>();

    private record Observation(long epochMillis, CpuClock.Reading reading) {}

    void add(long epochMillis, CpuClock.Reading reading) {
        all.add(new Observation(epochMillis, reading));
    }

    /** Processor time that the process worked between two moments, in nanoseconds: without compiling. */
    double worked(long fromMillis, long toMillis) {
        return between(reading -> reading.process() - reading.compiler(), fromMillis, toMillis);
    }

    /** The part of the process's time in which it compiled. */
    double compiled(long fromMillis, long toMillis) {
        return between(CpuClock.Reading::compiler, fromMillis, toMillis)
                / Math.max(1, between(CpuClock.Reading::process, fromMillis, toMillis));
    }

    /** The part of the core's time that others took. The compiler of the process is not on it. */
    double foreign(long fromMillis, long toMillis) {
        double others = between(CpuClock.Reading::programs, fromMillis, toMillis)
                - worked(fromMillis, toMillis)
                + between(CpuClock.Reading::stolen, fromMillis, toMillis);
        return Math.max(0, others) / (Math.max(1, toMillis - fromMillis) * 1e6);
    }

    private double between(ToLongFunction<CpuClock.Reading> sum, long fromMillis, long toMillis) {
        return at(sum, toMillis) - at(sum, fromMillis);
    }

    /** The sum at a moment, on the straight line between the readings around it. */
    private double at(ToLongFunction<CpuClock.Reading> sum, long millis) {
        if (all.isEmpty()) {
            return 0;
        }
        Observation before = all.get(0);
        for (Observation after : all) {
            if (after.epochMillis >= millis && after.epochMillis > before.epochMillis) {
                double share =
                        Math.max(0, millis - before.epochMillis) / (double) (after.epochMillis - before.epochMillis);
                long from = sum.applyAsLong(before.reading);
                return from + share * (sum.applyAsLong(after.reading) - from);
            }
            before = after;
        }
        return sum.applyAsLong(before.reading);
    }
}
