package io.millrace.benchmarks.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns of the same length in which something is on or off. The clock alone says which: on, off, off, on, and again, so that
 * another process knows it too, and what grows or fades over a pair of turns helps neither side.
 */
record Alternation(Duration turn) {
    private static final int PERIOD = 4;
    private static final int FEWEST_TURNS = 8;

    Alternation {
        if (turn.toMillis() < 1) {
            throw new IllegalArgumentException("turn is too short: turn=" + turn + ", min=1ms");
        }
    }

    /** Turns of the usual length, or shorter ones if what is measured would hold too few of them. */
    static Alternation within(Duration measured, Duration usual) {
        Duration longest = measured.dividedBy(FEWEST_TURNS);
        return new Alternation(longest.compareTo(usual) < 0 ? longest : usual);
    }

    /** A part of the time. */
    record Span(long fromMillis, long toMillis) {}

    /** Two turns, one after the other. */
    record Pair(Span on, Span off) {}

    /** Whether it is on at a moment. */
    boolean on(long epochMillis) {
        long place = Math.floorMod(Math.floorDiv(epochMillis, turn.toMillis()), PERIOD);
        return place == 0 || place == PERIOD - 1;
    }

    /** When the turn ends that a moment is in. */
    long end(long epochMillis) {
        return (Math.floorDiv(epochMillis, turn.toMillis()) + 1) * turn.toMillis();
    }

    /** Most pairs that lie within a time that is somewhat longer than this. */
    int mostPairs(Duration measured) {
        return Math.toIntExact(measured.dividedBy(turn) + 1);
    }

    /** The pairs that lie between two moments, both turns whole. */
    List<Pair> pairs(long fromMillis, long toMillis) {
        long length = turn.toMillis();
        List<Pair> pairs = new ArrayList<>();
        long first = Math.floorDiv(fromMillis + 2 * length - 1, 2 * length) * 2 * length;
        for (long from = first; from + 2 * length <= toMillis; from += 2 * length) {
            Span earlier = new Span(from, from + length);
            Span later = new Span(from + length, from + 2 * length);
            pairs.add(on(from) ? new Pair(earlier, later) : new Pair(later, earlier));
        }
        return pairs;
    }
}
