package io.millrace.benchmarks.report;

import io.millrace.benchmarks.report.BatchCost.Line;
import io.millrace.benchmarks.report.BurstResult.Phase;
import io.millrace.benchmarks.report.BurstResult.Recovery;
import io.millrace.benchmarks.report.LatencyResult.Goal;
import io.millrace.benchmarks.report.LatencyResult.Load;
import io.millrace.benchmarks.report.LatencyResult.Spacing;
import io.millrace.benchmarks.report.Machine.Conditions;
import io.millrace.benchmarks.report.Machine.Hardware;
import io.millrace.benchmarks.report.Machine.Software;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Results made up from known rates and a seed, with every part that a result can have. */
final class SampleResult {
    static final long SEED = 20261123;

    private static final int ROUNDS = 7;

    private SampleResult() {}

    /** Every part, with rounds that do not count. */
    static Result full() {
        return throughputOnly()
                .withLatency(List.of(latency(new Cell("W2", "ours"), 171_000), latency(new Cell("W1", "ours"), 24_300)))
                .withBatchCosts(List.of(batchCost()))
                .withBursts(List.of(burst()));
    }

    /** Two workloads and five rigs. */
    static Result throughputOnly() {
        return Result.of(run(), throughput());
    }

    static Run run() {
        Machine machine = new Machine(
                new Hardware("AMD EPYC 7B13", 2, 8L << 30),
                new Software("Debian GNU/Linux 12, Linux 6.1.0", "17.0.13+11", "2e0253c"),
                new Conditions(Instant.parse("2026-11-23T11:36:56Z"), "broker on core 0, job on core 1", 0.08));
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("rounds", "7");
        settings.put("delivery", "at-least-once");
        settings.put("job heap", "1 GiB");
        return new Run("./millrace bench run W1 W2 --rounds 7", machine, settings, legend(), SEED);
    }

    private static Legend legend() {
        Map<String, String> rigs = new LinkedHashMap<>();
        rigs.put("ours", "Millrace with its default settings");
        rigs.put("forward", "bare forward pass on a filled buffer, batches of 512, no Kafka and no Flink");
        rigs.put("decode", "read, decode and write, without a model");
        rigs.put("naive", "asynchronous function per event, one Predictor per thread; 2 threads, 64 in flight");
        rigs.put("http", "model server in a process of its own, batches of up to 64; 128 in flight");
        Map<String, String> workloads = new LinkedHashMap<>();
        workloads.put("W1", "crayfish-ffnn, 784 floats as text in JSON");
        workloads.put("W2", "fraud-mlp, 64 numbers and 8 categories in JSON");
        return new Legend(workloads, rigs);
    }

    private static ThroughputResult throughput() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Round> rounds = new ArrayList<>();
        List<Cell> cells = List.of(
                new Cell("W1", "ours"),
                new Cell("W1", "forward"),
                new Cell("W1", "decode"),
                new Cell("W1", "naive"),
                new Cell("W1", "http"),
                new Cell("W2", "ours"),
                new Cell("W2", "forward"),
                new Cell("W2", "decode"),
                new Cell("W2", "naive"),
                new Cell("W2", "http"));
        double[] rates = {24_300, 612_000, 27_900, 2_900, 6_200, 171_000, 402_000, 318_000, 11_800, 28_200};
        for (int number = 1; number <= ROUNDS; number++) {
            double weather = Math.exp(0.05 * random.nextGaussian());
            for (int i = 0; i < rates.length; i++) {
                double rate = rates[i] * weather * Math.exp(0.02 * random.nextGaussian());
                rounds.add(round(cells.get(i), number, rate, random.nextDouble(0.005, 0.06)));
            }
        }
        rounds.set(18, disturbed(rounds.get(18)));
        rounds.set(33, wrong(rounds.get(33)));
        return new ThroughputResult(comparisons(), rounds);
    }

    private static List<Comparison> comparisons() {
        Cell w1 = new Cell("W1", "ours");
        Cell w2 = new Cell("W2", "ours");
        return List.of(
                Comparison.efficiency(w1, "decode", "forward", 0.85),
                Comparison.against(w1, "naive", 8),
                Comparison.against(w1, "http", 4),
                Comparison.efficiency(w2, "decode", "forward", 0.85),
                Comparison.against(w2, "naive", 15),
                Comparison.against(w2, "http", 6));
    }

    private static Round round(Cell cell, int number, double rate, double foreign) {
        double seconds = 41.5;
        return new Round(
                cell,
                number,
                new Sample(Math.round(rate * seconds), seconds, 0.97e6 / rate, foreign, 2 * foreign),
                Verdict.COUNTED);
    }

    private static Round disturbed(Round round) {
        Sample sample = round.sample();
        return new Round(
                round.cell(),
                round.number(),
                new Sample(sample.events() / 2, sample.seconds(), sample.cpuMicrosPerEvent(), 0.31, sample.compiling()),
                Verdict.rejected("others took 31 % of the processor, at most 10 %"));
    }

    private static Round wrong(Round round) {
        return new Round(
                round.cell(), round.number(), round.sample(), Verdict.gateFailed("outputs=99998, expected=100000"));
    }

    private static LatencyResult latency(Cell cell, double capacity) {
        List<Load> loads = new ArrayList<>();
        for (Spacing spacing : Spacing.values()) {
            for (double share : new double[] {0.3, 0.5, 0.7, 0.9}) {
                double scale = (spacing == Spacing.POISSON ? 1 : 0.8) * 2.1 / (1 - share);
                loads.add(new Load(
                        share,
                        spacing,
                        new Percentiles(
                                Math.round(capacity * share * 60),
                                List.of(
                                        new Percentiles.Point(50, scale * 0.7),
                                        new Percentiles.Point(90, scale * 1.1),
                                        new Percentiles.Point(95, scale * 1.4),
                                        new Percentiles.Point(99, scale * 2.2),
                                        new Percentiles.Point(99.9, scale * 5.5),
                                        new Percentiles.Point(100, scale * 19))),
                        List.of(new LatencyResult.Part(
                                "in the job", new Percentiles(9, List.of(new Percentiles.Point(99, scale))))),
                        Verdict.COUNTED));
            }
        }
        return new LatencyResult(cell, capacity, loads, List.of(new Goal(0.5, 99, 12)));
    }

    private static BatchCost batchCost() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<BatchCost.Point> points = new ArrayList<>();
        for (int rows = 1; rows <= 1_024; rows *= 2) {
            points.add(new BatchCost.Point(rows, (96 + 1.31 * rows) * Math.exp(0.06 * random.nextGaussian())));
        }
        return new BatchCost("fraud-mlp", new Line(96, 1.31), points);
    }

    private static BurstResult burst() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<BurstResult.Point> points = new ArrayList<>();
        for (int second = 1; second <= 120; second++) {
            boolean inside = second > 40 && second <= 70;
            double queue = inside ? (second - 40) * 105 : Math.max(0, second > 70 ? 3_150 - (second - 70) * 300 : 0);
            double noise = Math.exp(0.12 * random.nextGaussian());
            points.add(new BurstResult.Point(
                    second, inside ? 188_000 : 119_700, 3.1 * noise + queue * 0.9, 8.2 * noise + queue));
        }
        return new BurstResult(
                new Cell("W2", "ours"),
                new Phase(40, 70, 119_700, 188_000),
                new Recovery(9.1, 10.9, 12),
                Verdict.COUNTED,
                points);
    }
}
