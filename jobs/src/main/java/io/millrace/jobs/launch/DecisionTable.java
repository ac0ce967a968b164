package io.millrace.jobs.launch;

import io.millrace.models.registry.Decision;
import io.millrace.models.registry.LoggedDecision;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The history of a model for people and for programs. */
final class DecisionTable {
    private DecisionTable() {}

    /** Two lines a decision: what, by whom and why, and under it the numbers that it rests on. */
    static List<String> lines(List<LoggedDecision> history) {
        List<String> lines = new ArrayList<>();
        lines.add(row("number", "time", "decision", "version", "epoch", "by, why"));
        for (LoggedDecision logged : history) {
            Decision decision = logged.decision();
            lines.add(row(
                    Long.toString(logged.number()),
                    logged.time().truncatedTo(ChronoUnit.SECONDS).toString(),
                    decision.kind() + (decision.share() > 0 ? percent(decision.share()) : ""),
                    decision.version() == 0 ? "" : Integer.toString(decision.version()),
                    Long.toString(logged.epoch()),
                    decision.by() + ": " + decision.why()));
            if (!decision.evidence().isEmpty()) {
                lines.add(" ".repeat(30) + numbers(decision.evidence()));
            }
        }
        return lines;
    }

    /** A map of names to values for each decision. */
    static List<Map<String, Object>> objects(List<LoggedDecision> history) {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (LoggedDecision logged : history) {
            Decision decision = logged.decision();
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("number", logged.number());
            object.put("time", logged.time().toString());
            object.put("kind", decision.kind().toString());
            object.put("version", decision.version());
            object.put("share", decision.share());
            object.put("epoch", logged.epoch());
            object.put("by", decision.by());
            object.put("why", decision.why());
            object.put("evidence", decision.evidence());
            object.put("hash", logged.hash());
            objects.add(object);
        }
        return objects;
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%6s  %-20s  %-10s  %7s  %5s  %s", cells);
    }

    private static String percent(double share) {
        return " "
                + new BigDecimal(100 * share, new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString() + "%";
    }

    private static String numbers(Map<String, Double> evidence) {
        List<String> numbers = new ArrayList<>();
        evidence.forEach((name, value) -> numbers.add(name.replace('_', ' ') + " " + number(value)));
        return String.join(", ", numbers);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%,d", (long) value)
                : String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.1f" : "%.4f", value);
    }
}
