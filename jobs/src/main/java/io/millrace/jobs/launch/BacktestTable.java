package io.millrace.jobs.launch;

import io.millrace.models.learn.BacktestReport;
import io.millrace.models.learn.BacktestReport.Counts;
import io.millrace.models.learn.BacktestReport.Part;
import io.millrace.models.learn.BacktestReport.Side;
import io.millrace.models.promote.PairedEvidence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A backtest for people and for programs. */
final class BacktestTable {
    /** Outputs that differ by less are the same. */
    private static final double SAME = 1e-5;

    private final BacktestReport report;
    private final String metric;

    BacktestTable(BacktestReport report) {
        this.report = report;
        this.metric =
                report.sides().stream().anyMatch(side -> side.metrics().containsKey("accuracy")) ? "accuracy" : "mae";
    }

    /** The main metric by version that served, every metric of all rows, and what the pairs say. */
    List<String> lines() {
        List<List<String>> parts = new ArrayList<>(List.of(heads()));
        for (Part part : report.parts()) {
            String served = part.served().model() + "@" + part.served().version();
            parts.add(row(served, part.served().variant(), part.counts(), part.sides()));
        }
        parts.add(row("all", "", report.counts(), report.sides()));
        List<String> lines = Columns.aligned(parts, 2);
        lines.add("");
        lines.addAll(Columns.aligned(metrics(), 1));
        lines.add("");
        lines.addAll(verdict());
        return lines;
    }

    private List<String> heads() {
        List<String> heads = new ArrayList<>(List.of("served by", "variant", "predictions", "labels", "coverage"));
        report.sides().forEach(side -> heads.add(metric + " " + side.name()));
        return heads;
    }

    private List<String> row(String served, String variant, Counts counts, List<Side> sides) {
        List<String> row = new ArrayList<>(List.of(
                served,
                variant,
                count(counts.predictions()),
                count(counts.labeled()),
                String.format(Locale.ROOT, "%.1f%%", 100 * counts.coverage())));
        sides.forEach(side -> row.add(QualityTable.number(side.metrics().getOrDefault(metric, Double.NaN))));
        return row;
    }

    private List<List<String>> metrics() {
        List<String> names = report.sides().stream()
                .flatMap(side -> side.metrics().keySet().stream())
                .distinct()
                .toList();
        List<List<String>> rows = new ArrayList<>();
        List<String> heads = new ArrayList<>(List.of("metric"));
        report.sides().forEach(side -> heads.add(side.name()));
        rows.add(heads);
        for (String name : names) {
            List<String> row = new ArrayList<>(List.of(name));
            report.sides()
                    .forEach(side -> row.add(QualityTable.number(side.metrics().getOrDefault(name, Double.NaN))));
            rows.add(row);
        }
        return rows;
    }

    private List<String> verdict() {
        PairedEvidence evidence = report.evidence();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "The gate would say %s: labels %,d, mean loss %s of %s and %s of %s, difference %.4f, surely from %.4f"
                        + " to %.4f",
                evidence.verdict().name().toLowerCase(Locale.ROOT),
                evidence.labels(),
                QualityTable.number(evidence.championLoss()),
                champion(),
                QualityTable.number(evidence.candidateLoss()),
                candidate(),
                evidence.difference(),
                evidence.lower(),
                evidence.upper()));
        report.learned()
                .forEach((version, labels) -> lines.add(String.format(
                        Locale.ROOT,
                        "%s learned from the time of %,d of these labels: on them it looks better than it is; leave them"
                                + " out with --from or --to",
                        version,
                        labels)));
        if (report.counts().rowless() > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "Labels whose logged row is gone: %,d",
                    report.counts().rowless()));
        }
        if (report.reproduced().rows() > 0) {
            lines.add(reproduced());
        }
        return lines;
    }

    private String reproduced() {
        boolean same = report.reproduced().largest() <= SAME;
        return String.format(
                Locale.ROOT,
                "%s %s what it gave when it served: rows %,d, largest difference %.1e%s",
                candidate(),
                same ? "gives" : "does not give",
                report.reproduced().rows(),
                report.reproduced().largest(),
                same ? "" : ", max=" + SAME + "; was something other than the model changed?");
    }

    private String champion() {
        return report.sides().get(report.sides().size() > 2 ? 2 : 0).name();
    }

    private String candidate() {
        return report.sides().get(1).name();
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Everything for programs. */
    void addTo(Summary summary) {
        counts(report.counts()).forEach(summary::put);
        summary.put("labels_without_row", report.counts().rowless())
                .put("labels_learned_from", report.learned())
                .put("sides", sides(report.sides()))
                .put(
                        "by_version",
                        report.parts().stream().map(BacktestTable::part).toList());
        Map<String, Object> gate = new LinkedHashMap<>();
        gate.put("verdict", report.evidence().verdict().name().toLowerCase(Locale.ROOT));
        gate.put("champion", champion());
        gate.put("candidate", candidate());
        gate.putAll(report.evidence().numbers());
        summary.put("gate", gate)
                .put("reproduced_rows", report.reproduced().rows())
                .put("largest_difference", report.reproduced().largest());
    }

    private static Map<String, Object> part(Part part) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("model", part.served().model());
        object.put("version", part.served().version());
        object.put("variant", part.served().variant());
        object.putAll(counts(part.counts()));
        object.put("sides", sides(part.sides()));
        return object;
    }

    private static Map<String, Object> counts(Counts counts) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("predictions", counts.predictions());
        object.put("labels", counts.labeled());
        object.put("coverage", counts.coverage());
        return object;
    }

    private static Map<String, Object> sides(List<Side> sides) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (Side side : sides) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("labels", side.labels());
            values.putAll(side.metrics());
            object.put(side.name(), values);
        }
        return object;
    }
}
