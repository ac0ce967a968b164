package io.millrace.benchmarks.flow;

import io.millrace.benchmarks.report.BatchCost;
import io.millrace.benchmarks.report.Quantiles;
import io.millrace.config.BatchingConfig;
import io.millrace.models.batch.Forecast;
import io.millrace.models.infer.ModelProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How long batches of several sizes took in the rounds of one workload, as the forward rig notes it. */
final class BatchTimes {
    private static final String WORD = "batches=";
    private static final double MICRO = 1e3;

    private final Map<Integer, List<Double>> micros = new TreeMap<>();

    /** Microseconds by rows as a note. */
    static String note(Map<Integer, Double> micros) {
        return micros.entrySet().stream()
                .map(each -> each.getKey() + ":" + each.getValue())
                .collect(Collectors.joining(",", WORD, ""));
    }

    /** Takes in a note; those of other rigs say nothing of batches. */
    void add(String note) {
        if (!note.startsWith(WORD)) {
            return;
        }
        for (String each : note.substring(WORD.length()).split(",", -1)) {
            int colon = each.indexOf(':');
            micros.computeIfAbsent(Integer.parseInt(each.substring(0, colon)), rows -> new ArrayList<>())
                    .add(Double.parseDouble(each.substring(colon + 1)));
        }
    }

    /** The medians and the line that the job itself would fit to them; nothing if there was no note. */
    Optional<BatchCost> cost(String model, BatchingConfig batching) {
        if (micros.isEmpty()) {
            return Optional.empty();
        }
        List<BatchCost.Point> points = new ArrayList<>();
        List<ModelProfile.Point> profile = new ArrayList<>();
        micros.forEach((rows, times) -> {
            double median = Quantiles.median(
                    times.stream().mapToDouble(Double::doubleValue).toArray());
            points.add(new BatchCost.Point(rows, median));
            profile.add(new ModelProfile.Point(rows, Math.round(median * MICRO)));
        });
        Forecast line = new Forecast(new ModelProfile(profile), batching);
        return Optional.of(
                new BatchCost(model, new BatchCost.Line(line.fixedNanos() / MICRO, line.rowNanos() / MICRO), points));
    }
}
