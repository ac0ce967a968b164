package io.millrace.benchmarks.report;

import java.util.List;

/** The time of a batch against its rows, with the line {@code time(b) = c0 + c1 * b} fitted to it. */
public record BatchCost(String model, Line line, List<Point> points) {
    /** Coefficients in microseconds. */
    public record Line(double c0, double c1) {
        /** The time of a batch. */
        public double micros(double rows) {
            return c0 + c1 * rows;
        }
    }

    /** A measured time. */
    public record Point(int rows, double micros) {}

    public BatchCost {
        points = List.copyOf(points);
    }
}
