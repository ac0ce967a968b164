package io.millrace.benchmarks.report;

import io.millrace.benchmarks.report.Ratio.RoundRatio;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every round of a drain test, those that do not count included, and what is to be compared. The ratios follow from the
 * rounds.
 */
public record ThroughputResult(List<Comparison> comparisons, List<Round> rounds) {
    /** No round at all. */
    public static final ThroughputResult NONE = new ThroughputResult(List.of(), List.of());

    public ThroughputResult {
        comparisons = List.copyOf(comparisons);
        rounds = List.copyOf(rounds);
        requireCountedOnce(rounds);
    }

    private static void requireCountedOnce(List<Round> rounds) {
        Set<List<Object>> seen = new HashSet<>();
        for (Round round : rounds) {
            if (round.verdict().counted() && !seen.add(List.of(round.cell(), round.number()))) {
                throw new IllegalArgumentException("round counts twice: cell=" + round.cell() + ", number="
                        + round.number() + ", counted at most once");
            }
        }
    }

    /** Rounds that do not count. */
    public long rejected() {
        return rounds.stream().filter(round -> !round.verdict().counted()).count();
    }

    /** The measured comparisons, each in both measures. */
    public List<Ratio> ratios(long seed) {
        Bootstrap bootstrap = new Bootstrap(seed);
        List<Ratio> ratios = new ArrayList<>();
        for (Comparison comparison : comparisons) {
            for (Measure measure : Measure.values()) {
                ratios.add(ratio(comparison, measure, bootstrap));
            }
        }
        return ratios;
    }

    private Ratio ratio(Comparison comparison, Measure measure, Bootstrap bootstrap) {
        Map<Integer, Double> subject = rates(comparison.subject(), measure);
        List<Map<Integer, Double>> others =
                comparison.others().stream().map(cell -> rates(cell, measure)).toList();
        List<RoundRatio> perRound = new ArrayList<>();
        subject.forEach((number, rate) -> {
            if (others.stream().allMatch(rates -> rates.containsKey(number))) {
                perRound.add(new RoundRatio(number, rate * secondsPerEvent(others, number)));
            }
        });
        double[] values = perRound.stream().mapToDouble(RoundRatio::value).toArray();
        return new Ratio(comparison, measure, bootstrap.median(values), perRound);
    }

    /** {@code 1/T*} of a round. */
    private static double secondsPerEvent(List<Map<Integer, Double>> rates, int number) {
        double seconds = 0;
        for (Map<Integer, Double> rate : rates) {
            seconds += 1 / rate.getOrDefault(number, Double.NaN);
        }
        return seconds;
    }

    /** The rate of every round that counts, by number. */
    Map<Integer, Double> rates(Cell cell, Measure measure) {
        Map<Integer, Double> rates = new TreeMap<>();
        for (Round round : rounds) {
            if (round.verdict().counted() && round.cell().equals(cell)) {
                rates.put(round.number(), measure.rate(round.sample()));
            }
        }
        return rates;
    }
}
