package io.millrace.jobs.demo;

import java.util.BitSet;
import java.util.List;

/** The versions that served, as they learned, against the first one alone, on the same events. */
final class Contest {
    private final ListingStream stream;
    private final RunningError whole;
    private final RunningError served;
    private final RunningError frozen;
    private final BitSet compared = new BitSet();

    /** @param slices number of slices into which the history of the first version's error is cut */
    Contest(ListingStream stream, int slices) {
        this.stream = stream;
        this.whole = new RunningError(stream.size(), slices);
        this.served = new RunningError(stream.size(), 1);
        this.frozen = new RunningError(stream.size(), 1);
    }

    /** Adds what was predicted. */
    void served(int number, double value, double price) {
        if (number >= stream.shiftAt()) {
            served.add(number, value, price);
        }
    }

    /** Adds what the first version would have predicted; only the first time counts. */
    void frozen(int number, double value, double price) {
        if (compared.get(number)) {
            return;
        }
        compared.set(number);
        whole.add(number, value, price);
        if (number >= stream.shiftAt()) {
            frozen.add(number, value, price);
        }
    }

    /** Events of which the first version has said something. */
    int compared() {
        return compared.cardinality();
    }

    /** Mean absolute error of what served after the market shift. */
    double servedAfterShift() {
        return served.meanAbsolute();
    }

    /** Mean absolute error of the first version after the market shift. */
    double frozenAfterShift() {
        return frozen.meanAbsolute();
    }

    /** The first version's mean absolute error as a share of the price, lately. */
    double lately() {
        return whole.lately();
    }

    /** The same by slice of the stream. */
    List<Double> history() {
        return whole.history();
    }
}
