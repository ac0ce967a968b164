package io.millrace.operators.metric;

import io.millrace.config.bind.Environment;
import org.apache.flink.metrics.Counter;

/** Whether anything is counted: always, unless the JVM was started to see what counting costs. */
public final class Counting {
    /** Property of the JVM that, set to {@code switchable}, lets counting be switched off and on again. */
    public static final String PROPERTY = "millrace.metrics";

    private static final boolean SWITCHABLE =
            Environment.system().property(PROPERTY).filter("switchable"::equals).isPresent();

    private static volatile boolean off;

    private Counting() {}

    /** Switches counting on or off, in every stage of a process that was started for it. */
    public static void set(boolean on) {
        off = !on;
    }

    static boolean on() {
        return !SWITCHABLE || !off;
    }

    /** The counter, or one that counts only while it should. */
    static Counter counter(Counter counter) {
        return SWITCHABLE ? new Switched(counter) : counter;
    }

    private record Switched(Counter counter) implements Counter {

        @Override
        public void inc() {
            if (on()) {
                counter.inc();
            }
        }

        @Override
        public void inc(long times) {
            if (on()) {
                counter.inc(times);
            }
        }

        @Override
        public void dec() {
            if (on()) {
                counter.dec();
            }
        }

        @Override
        public void dec(long times) {
            if (on()) {
                counter.dec(times);
            }
        }

        @Override
        public long getCount() {
            return counter.getCount();
        }
    }
}
