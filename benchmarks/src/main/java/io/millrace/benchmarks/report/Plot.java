package io.millrace.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What the script of the page draws: points that are named by their place, and no words of HTML. */
sealed interface Plot {
    /** Which of the drawings it is. */
    @JsonProperty
    String kind();

    /** One row per thing that is compared, with a dot for every round. */
    record Rows(Axis axis, List<Row> rows) implements Plot {
        public Rows {
            rows = List.copyOf(rows);
        }

        @Override
        public String kind() {
            return "rows";
        }
    }

    /**
     * One thing.
     *
     * @param left dots that do not count
     * @param estimate the tick of the median and the bar of its interval
     * @param goal NaN if there is none
     */
    record Row(String name, List<Dot> dots, List<Dot> left, Estimate estimate, double goal) {}

    /** One round. */
    record Dot(double value, String label) {}

    /** Lines and dots in a plane, over bands that name stretches of the horizontal axis. */
    record Lines(Axis horizontal, Axis vertical, List<Line> lines, List<Band> bands) implements Plot {
        @Override
        public String kind() {
            return "lines";
        }
    }

    /** Points that belong together. */
    record Line(String name, Style style, List<Point> points) {}

    /** How points are drawn. */
    enum Style {
        /** A line through dots. */
        DOTTED_LINE,
        /** A line. */
        LINE,
        /** A broken line, for what was not measured. */
        DASHES,
        /** Dots. */
        DOTS,
        /** Diamonds, for goals. */
        GOALS
    }

    /** A place. */
    record Point(double x, double y) {}

    /** A stretch of the horizontal axis. */
    record Band(String name, double from, double to) {}
}
