package io.millrace.models.promote;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What labels have said of the champion.
 *
 * @param version that serves
 * @param life all its labels
 * @param recent its latest labels
 * @param stretches how often the latest ones were begun to be counted, this time included
 */
public record QualityState(int version, Stretch life, Stretch recent, long stretches) {
    /** Before anything is known. */
    public static final QualityState UNKNOWN = of(0);

    /**
     * Labels that came one after the other.
     *
     * @param hits of classes: 1 for a right one and 0 for a wrong one
     * @param fit of numbers
     */
    record Stretch(ConfidenceSequence hits, FitSequence fit) {
        static final Stretch EMPTY = new Stretch(ConfidenceSequence.EMPTY, FitSequence.EMPTY);
    }

    /** Of a version without labels. */
    static QualityState of(int version) {
        return new QualityState(version, Stretch.EMPTY, Stretch.EMPTY, 1);
    }

    /** Writes the state so that every number comes back bit by bit. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(version);
        write(life, out);
        write(recent, out);
        out.writeLong(stretches);
    }

    /** Reads what was written. */
    public static QualityState read(DataInput in) throws IOException {
        return new QualityState(in.readInt(), stretch(in), stretch(in), in.readLong());
    }

    private static void write(Stretch stretch, DataOutput out) throws IOException {
        ConfidenceSequence hits = stretch.hits();
        out.writeLong(hits.count());
        out.writeDouble(hits.sum());
        out.writeDouble(hits.squares());
        out.writeDouble(hits.weights());
        out.writeDouble(hits.weighted());
        out.writeDouble(hits.penalty());
        FitSequence fit = stretch.fit();
        out.writeLong(fit.count());
        out.writeDouble(fit.mean());
        out.writeDouble(fit.errors());
        out.writeDouble(fit.distances());
        out.writeDouble(fit.errorSquares());
        out.writeDouble(fit.products());
        out.writeDouble(fit.distanceSquares());
    }

    private static Stretch stretch(DataInput in) throws IOException {
        return new Stretch(
                new ConfidenceSequence(
                        in.readLong(),
                        in.readDouble(),
                        in.readDouble(),
                        in.readDouble(),
                        in.readDouble(),
                        in.readDouble()),
                new FitSequence(
                        in.readLong(),
                        in.readDouble(),
                        in.readDouble(),
                        in.readDouble(),
                        in.readDouble(),
                        in.readDouble(),
                        in.readDouble()));
    }
}
