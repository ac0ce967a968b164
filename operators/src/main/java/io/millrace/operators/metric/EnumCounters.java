package io.millrace.operators.metric;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.flink.metrics.Counter;

/** One counter for each constant of an enum. */
public final class EnumCounters<E extends Enum<E>> {
    private final Map<E, Counter> counters;

    EnumCounters(Class<E> constants, Function<E, Counter> register) {
        this.counters = new EnumMap<>(constants);
        for (E constant : constants.getEnumConstants()) {
            counters.put(constant, register.apply(constant));
        }
    }

    public void inc(E constant) {
        counter(constant).inc();
    }

    public void inc(E constant, long times) {
        counter(constant).inc(times);
    }

    public long count(E constant) {
        return counter(constant).getCount();
    }

    private Counter counter(E constant) {
        return Objects.requireNonNull(counters.get(constant));
    }
}
