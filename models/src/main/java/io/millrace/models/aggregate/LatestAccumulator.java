package io.millrace.models.aggregate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The value of the event with the latest time, or how long ago that was. Of several at one time it is the largest number
 * and then the last text in order of characters, so that the order in which events come does not matter.
 */
final class LatestAccumulator implements Accumulator {
    private static final long NEVER = Long.MIN_VALUE;

    /** Milliseconds of the unit in which the time since is given; 0 if the value itself is wanted. */
    private final long unitMillis;

    private long latestMillis = NEVER;
    private double number = Double.NaN;
    private @Nullable String text;

    LatestAccumulator(long unitMillis) {
        this.unitMillis = unitMillis;
    }

    static LatestAccumulator read(long unitMillis, DataInput in) throws IOException {
        LatestAccumulator read = new LatestAccumulator(unitMillis);
        read.latestMillis = in.readLong();
        read.number = in.readDouble();
        read.text = in.readBoolean() ? in.readUTF() : null;
        return read;
    }

    @Override
    public void add(long eventMillis, double itsNumber, @Nullable String itsText) {
        boolean wanted = unitMillis > 0 || !Double.isNaN(itsNumber) || itsText != null;
        if (wanted && isLater(eventMillis, itsNumber, itsText)) {
            latestMillis = eventMillis;
            number = itsNumber;
            text = itsText;
        }
    }

    private boolean isLater(long eventMillis, double itsNumber, @Nullable String itsText) {
        if (eventMillis != latestMillis) {
            return eventMillis > latestMillis;
        }
        if (itsText != null && text != null) {
            return itsText.compareTo(text) > 0;
        }
        return Double.compare(itsNumber, number) > 0 && !Double.isNaN(itsNumber);
    }

    @Override
    public void merge(Accumulator other) {
        LatestAccumulator that = (LatestAccumulator) other;
        if (that.latestMillis != NEVER) {
            add(that.latestMillis, that.number, that.text);
        }
    }

    @Override
    public double number(long atMillis) {
        if (unitMillis == 0) {
            return number;
        }
        return latestMillis == NEVER ? Double.NaN : (atMillis - latestMillis) / (double) unitMillis;
    }

    @Override
    public @Nullable String text() {
        return unitMillis == 0 ? text : null;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(latestMillis);
        out.writeDouble(number);
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }
}
