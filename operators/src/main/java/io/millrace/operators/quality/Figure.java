package io.millrace.operators.quality;

import io.millrace.models.evaluate.Judge;
import io.millrace.models.evaluate.Judged;
import io.millrace.models.evaluate.LiveMetrics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is known of what one version said, as one variant, about the rows of one slice. */
final class Figure {
    private final RowTimes rows = new RowTimes();
    private long absent;
    private @Nullable LiveMetrics metrics;

    /** A row was scored. */
    void scored(long timeMillis) {
        rows.add(timeMillis);
    }

    /** A row has no label, and none is expected any more. */
    void absent() {
        absent++;
    }

    /** A row has a label now; returns its place. */
    long label(Judge judge, Judged one) {
        return metrics(judge).add(one);
    }

    /**
     * The label of a row is another one now, or none.
     *
     * @return its place
     */
    long replace(Judge judge, long place, Judged before, @Nullable Judged after) {
        LiveMetrics live = metrics(judge);
        boolean unknown = place == Recent.NEVER || live.labels() == 0;
        if (unknown) {
            return after == null ? place : live.add(after);
        }
        live.replace(place, before, after);
        return place;
    }

    private LiveMetrics metrics(Judge judge) {
        LiveMetrics live = metrics == null ? new LiveMetrics(judge) : metrics;
        metrics = live;
        return live;
    }

    RowTimes rows() {
        return rows;
    }

    long absences() {
        return absent;
    }

    /** Whether no label of a row is waited for. */
    boolean settled() {
        long labels = metrics == null ? 0 : metrics.labels();
        return labels + absent >= rows.rows();
    }

    /** The metrics; null before the first label. */
    @Nullable
    LiveMetrics metrics() {
        return metrics;
    }

    void write(DataOutput out) throws IOException {
        rows.write(out);
        out.writeLong(absent);
        out.writeBoolean(metrics != null);
        if (metrics != null) {
            metrics.write(out);
        }
    }

    /** @param judge of the version, or null if it never had a label */
    static Figure read(DataInput in, @Nullable Judge judge) throws IOException {
        Figure figure = new Figure();
        figure.rows.read(in);
        figure.absent = in.readLong();
        if (in.readBoolean()) {
            if (judge == null) {
                throw new IOException("figure has metrics but its version has no label");
            }
            figure.metrics(judge).read(in);
        }
        return figure;
    }
}
