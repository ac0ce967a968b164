package io.millrace.models.evaluate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of predictions whose labels come one by one, in three memories: all of them, the latest {@value #WINDOW}, and all
 * of them with weights that fade by {@value #FADING} with each further label (Gama et al. 2013, prequential evaluation). A
 * label that is corrected keeps its place: it counts as much as the one before it would count by now.
 *
 * <p>Instead of letting old weights fade, new ones grow; all are halved together when they have grown by {@code 2^20}.
 */
public final class LiveMetrics {
    /** Labels that the window holds. */
    public static final int WINDOW = 1000;

    /** What a label weighs beside the one after it. */
    public static final double FADING = 0.999;

    /** The place of a label of which only the lifetime knows. */
    public static final long FORGOTTEN = -1;

    private static final int MOST_DOUBLINGS = 20;
    private static final double DOUBLINGS = -Math.log(FADING) / Math.log(2);

    private final Metrics lifetime;
    private final Metrics latest;
    private final Metrics fading;
    private final Window window = new Window(WINDOW);
    private long places;
    private int halvings;

    public LiveMetrics(Judge judge) {
        this.lifetime = judge.metrics();
        this.latest = judge.metrics();
        this.fading = judge.metrics();
    }

    /** Takes in a prediction; returns its place. */
    public long add(Judged one) {
        long place = places++;
        if (place >= WINDOW) {
            take(latest, window.at(place), 1);
        }
        window.set(place, one);
        latest.add(one, 1);
        lifetime.add(one, 1);
        bound();
        fading.add(one, weight(place));
        return place;
    }

    private void bound() {
        if (places * DOUBLINGS - halvings > MOST_DOUBLINGS) {
            fading.halve(MOST_DOUBLINGS);
            halvings += MOST_DOUBLINGS;
        }
    }

    private double weight(long place) {
        return Math.pow(2, place * DOUBLINGS - halvings);
    }

    /**
     * Puts another judgement in the place of one.
     *
     * @param place where it was put, or {@link #FORGOTTEN}
     * @param after null if the label was taken back
     */
    public void replace(long place, Judged before, @Nullable Judged after) {
        exchange(lifetime, before, after, 1);
        if (place == FORGOTTEN) {
            return;
        }
        exchange(fading, before, after, weight(place));
        if (place >= places - WINDOW) {
            exchange(latest, before, after, 1);
            window.set(place, after);
        }
    }

    private static void exchange(Metrics metrics, Judged before, @Nullable Judged after, double weight) {
        if (after != null) {
            metrics.add(after, weight);
        }
        metrics.remove(before, weight);
    }

    private static void take(Metrics metrics, @Nullable Judged one, double weight) {
        if (one != null) {
            metrics.remove(one, weight);
        }
    }

    /** Labels that are in. */
    public long labels() {
        return lifetime.count();
    }

    /** Labels among the latest that are in. */
    public long latestLabels() {
        return latest.count();
    }

    /** The metrics of all labels, by name. */
    public Map<String, Double> lifetime() {
        return lifetime.byName();
    }

    /** The metrics of the latest labels, by name. */
    public Map<String, Double> latest() {
        return latest.byName();
    }

    /** The metrics of all labels with fading weights, by name. */
    public Map<String, Double> fading() {
        return fading.byName();
    }

    /** Writes everything. */
    public void write(DataOutput out) throws IOException {
        out.writeLong(places);
        out.writeInt(halvings);
        lifetime.write(out);
        latest.write(out);
        fading.write(out);
        window.write(out);
    }

    /** Reads what metrics of the same task have written, in place of what is in. */
    public void read(DataInput in) throws IOException {
        places = in.readLong();
        halvings = in.readInt();
        lifetime.read(in);
        latest.read(in);
        fading.read(in);
        window.read(in);
    }
}
