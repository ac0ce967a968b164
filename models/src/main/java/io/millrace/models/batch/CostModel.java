package io.millrace.models.batch;

import io.millrace.models.infer.ModelProfile;
import io.millrace.models.infer.ModelProfile.Point;

/**
 * The time of a batch as a function of its rows, {@code time(b) = c0 + c1 * b}: seeded by the warm-up, corrected by every
 * batch.
 *
 * <p>It is a least-squares line for relative errors (each point weighs {@code 1 / seed(b)²}) over two kinds of
 * point: what was measured, of which {@value #KEPT} is kept per batch; and the seed's own line, scaled by how much slower
 * or faster the model has become. The seed keeps both coefficients determined when all batches have one size; there the
 * ratio of {@code c0} to {@code c1} is the seed's. A measurement further than {@value #OUTLIER} times from the
 * prediction counts as that far, and of those before it {@value #KEPT_AT_OUTLIER} is kept: one pause of the machine moves
 * the line little, a lasting change moves it all the way, soon.
 *
 * <p>Used under the lock of its owner.
 */
final class CostModel {
    private static final double KEPT = 0.98;
    private static final double KEPT_AT_OUTLIER = 0.5;
    private static final double OUTLIER = 3;
    private static final double SEED_WEIGHT = 0.5;
    private static final Line UNKNOWN = new Line(100_000, 1_000);

    private final Line seed;
    private final Sums seedSums;
    private Sums measured = Sums.ZERO;
    private double scale = 1;
    private double scaleWeight;
    private Line line;

    CostModel(ModelProfile profile, int maxRows) {
        this.seed = seed(profile);
        this.line = seed;
        Sums sums = Sums.ZERO;
        for (int rows : new int[] {1, Math.max(2, maxRows)}) {
            sums = sums.plus(1, Sums.of(rows, seed.at(rows), weight(rows) * SEED_WEIGHT));
        }
        this.seedSums = sums;
    }

    /** Learns the time of a batch. */
    void observe(int rows, long nanos) {
        double predicted = line.at(rows);
        double time = Math.max(predicted / OUTLIER, Math.min(predicted * OUTLIER, (double) nanos));
        double kept = time == nanos ? KEPT : KEPT_AT_OUTLIER;
        measured = Sums.of(rows, time, weight(rows)).plus(kept, measured);
        scaleWeight = 1 + kept * scaleWeight;
        scale += (time / seed.at(rows) - scale) / scaleWeight;
        line = measured.plus(1, seedSums.slower(scale)).line();
    }

    /** The predicted time of a batch. */
    double nanos(int rows) {
        return line.at(rows);
    }

    /** {@code c0}, the part that does not depend on the rows. */
    double fixedNanos() {
        return line.fixed;
    }

    /** {@code c1}. */
    double rowNanos() {
        return line.perRow;
    }

    private double weight(int rows) {
        double time = seed.at(rows);
        return 1 / (time * time);
    }

    private static Line seed(ModelProfile profile) {
        Sums sums = Sums.ZERO;
        for (Point point : profile.points()) {
            double time = Math.max(1, point.nanos());
            sums = sums.plus(1, Sums.of(point.rows(), time, 1 / (time * time)));
        }
        return sums.weight == 0 ? UNKNOWN : sums.line();
    }

    private record Line(double fixed, double perRow) {

        double at(int rows) {
            return fixed + perRow * rows;
        }
    }

    /* The five sums of a weighted least-squares line: of the weights w, and of w times b, b², t and b * t. */
    private record Sums(double weight, double rows, double rowsSquared, double time, double rowsTime) {
        static final Sums ZERO = new Sums(0, 0, 0, 0, 0);
        private static final double LEAST_SPREAD = 1e-9;
        private static final double LEAST_NANOS = 1e-3;

        static Sums of(int rows, double time, double weight) {
            return new Sums(weight, weight * rows, weight * rows * rows, weight * time, weight * rows * time);
        }

        Sums plus(double factor, Sums other) {
            return new Sums(
                    weight + factor * other.weight,
                    rows + factor * other.rows,
                    rowsSquared + factor * other.rowsSquared,
                    time + factor * other.time,
                    rowsTime + factor * other.rowsTime);
        }

        Sums slower(double factor) {
            return new Sums(weight, rows, rowsSquared, time * factor, rowsTime * factor);
        }

        /* Neither coefficient is negative: the line is then the best of those through the origin, or of the flat ones. */
        Line line() {
            double spread = weight * rowsSquared - rows * rows;
            if (spread <= LEAST_SPREAD * weight * rowsSquared) {
                double mean = time / weight;
                return new Line(mean / 2, Math.max(LEAST_NANOS, mean / 2 * weight / rows));
            }
            double perRow = (weight * rowsTime - rows * time) / spread;
            double fixed = (time - perRow * rows) / weight;
            if (fixed < 0) {
                return new Line(0, Math.max(LEAST_NANOS, rowsTime / rowsSquared));
            }
            return perRow < 0 ? new Line(time / weight, LEAST_NANOS) : new Line(fixed, Math.max(LEAST_NANOS, perRow));
        }
    }
}
