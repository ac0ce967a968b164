package io.millrace.benchmarks.report;

import java.util.List;

/**
 * What a ratio compares: the rate {@code T} of a subject with the rate {@code T*} of others that would share its time,
 * {@code 1/T* = Σ 1/T_i}. With one other it is the plain quotient of two rates.
 *
 * @param definition how the ratio is defined, in words
 * @param goal smallest value that is promised, or 0
 */
public record Comparison(String name, String definition, Cell subject, List<Cell> others, double goal) {
    public Comparison {
        others = List.copyOf(others);
        if (others.isEmpty() || !(goal >= 0)) {
            throw new IllegalArgumentException("comparison compares nothing: name=" + name + ", others=" + others
                    + ", at least one, goal=" + goal + ", at least 0");
        }
    }

    /** How many times faster a rig is than a rival on the same workload. */
    public static Comparison against(Cell subject, String rival, double goal) {
        return new Comparison(
                "against " + rival,
                "T(" + subject.rig() + ") / T(" + rival + ")",
                subject,
                List.of(new Cell(subject.workload(), rival)),
                goal);
    }

    /** How many times the events of another workload a rig carries of one. */
    public static Comparison against(Cell subject, Cell other, double goal) {
        return new Comparison(
                "against " + other.workload(), "T(" + subject + ") / T(" + other + ")", subject, List.of(other), goal);
    }

    /**
     * How near a rig comes to the rate at which nothing but reading, decoding and writing ({@code overhead}) and the
     * bare model ({@code forward}) took time: {@code E = T / T*} with {@code 1/T* = 1/T_overhead + 1/T_forward}.
     */
    public static Comparison efficiency(Cell subject, String overhead, String forward, double goal) {
        return new Comparison(
                "efficiency",
                "E = T(" + subject.rig() + ") / T*, with 1/T* = 1/T(" + overhead + ") + 1/T(" + forward + ")",
                subject,
                List.of(new Cell(subject.workload(), overhead), new Cell(subject.workload(), forward)),
                goal);
    }
}
