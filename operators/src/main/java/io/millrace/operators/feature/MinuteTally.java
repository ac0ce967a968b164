package io.millrace.operators.feature;

import io.millrace.operators.record.FeatureCheck;
import io.millrace.operators.record.FeatureCheck.Outcome;
import io.millrace.operators.record.FeatureValues;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.memory.Memory;

/** What the comparisons of a feature in one minute of event time came to. */
final class MinuteTally {
    private final EnumMap<Outcome, Long> counts;
    private double difference;
    private double magnitude;
    private final KllDoublesSketch ages;

    MinuteTally() {
        this(new EnumMap<>(Outcome.class), KllDoublesSketch.newHeapInstance());
    }

    private MinuteTally(EnumMap<Outcome, Long> counts, KllDoublesSketch ages) {
        this.counts = counts;
        this.ages = ages;
    }

    void add(FeatureCheck check) {
        counts.merge(check.outcome(), 1L, Long::sum);
        difference += check.difference();
        magnitude += check.magnitude();
        if (check.ageMillis() != FeatureValues.NO_AGE) {
            ages.update((double) check.ageMillis());
        }
    }

    long count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    /** How many values were compared. */
    long rows() {
        long rows = 0;
        for (Outcome outcome : Outcome.values()) {
            rows += outcome == Outcome.UNCHECKED ? 0 : count(outcome);
        }
        return rows;
    }

    /** What an alert is raised by. */
    MinuteShare share(long minuteMillis) {
        long wrong = 0;
        for (Outcome outcome : Outcome.values()) {
            wrong += outcome.wrong() ? count(outcome) : 0;
        }
        return new MinuteShare(minuteMillis, rows(), wrong, difference, magnitude);
    }

    /** The age below or at which a share of the values was, or NaN if no age is known. */
    double ageMillis(double rank) {
        return ages.isEmpty() ? Double.NaN : ages.getQuantile(rank);
    }

    static MinuteTally read(DataInput in) throws IOException {
        EnumMap<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        for (int left = in.readInt(); left > 0; left--) {
            counts.put(Outcome.valueOf(in.readUTF()), in.readLong());
        }
        double difference = in.readDouble();
        double magnitude = in.readDouble();
        byte[] ages = new byte[in.readInt()];
        in.readFully(ages);
        MinuteTally tally = new MinuteTally(counts, KllDoublesSketch.heapify(Memory.wrap(ages)));
        tally.difference = difference;
        tally.magnitude = magnitude;
        return tally;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(counts.size());
        for (Map.Entry<Outcome, Long> count : counts.entrySet()) {
            out.writeUTF(count.getKey().name());
            out.writeLong(count.getValue());
        }
        out.writeDouble(difference);
        out.writeDouble(magnitude);
        byte[] bytes = ages.toByteArray();
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
