package io.millrace.jobs.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.operators.record.Reason;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a demonstration went.
 *
 * @param events events that were sent, broken ones included
 * @param broken events that were broken on purpose, by the reason they must be refused with
 * @param modelVersion version that was trained before the stream
 */
record DemoSummary(
        int events,
        Map<Reason, Integer> broken,
        DemoTally.Totals totals,
        Live live,
        Accounts accounts,
        int modelVersion) {
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * What the audit of the topics found.
     *
     * @param missing events that became neither a prediction nor a dead letter
     * @param duplicates answers beyond the first of their event
     * @param unknown answers to events that are not in the topic
     */
    record Accounts(long missing, long duplicates, long unknown) {}

    DemoSummary {
        broken = Map.copyOf(broken);
    }

    /** Whether every event was answered once, and exactly the broken ones were refused, each for its reason. */
    boolean passed() {
        return problems().isEmpty();
    }

    /** What did not go as it must, in sentences. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (accounts.missing() != 0) {
            problems.add("events without an answer: missing=" + accounts.missing() + ", expected=0");
        }
        if (accounts.duplicates() != 0 || totals.duplicates() != 0) {
            problems.add("events with more than one answer: duplicates="
                    + Math.max(accounts.duplicates(), totals.duplicates()) + ", expected=0");
        }
        if (accounts.unknown() != 0 || totals.strangers() != 0) {
            problems.add("answers without an event: unknown=" + Math.max(accounts.unknown(), totals.strangers())
                    + ", expected=0");
        }
        if (!live.rejections().equals(broken)) {
            problems.add("dead letters are not the broken events: dead-letters=" + sorted(live.rejections())
                    + ", broken=" + sorted(broken));
        }
        return problems;
    }

    private static Map<Reason, Integer> sorted(Map<Reason, Integer> counts) {
        return new TreeMap<>(counts);
    }

    private int brokenEvents() {
        return broken.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The summary as lines of a table. */
    List<String> table() {
        Live.Latency latency = live.latency();
        Live.Accuracy accuracy = live.accuracy();
        return List.of(
                row(
                        "events",
                        Figures.count(events) + " sent, " + Figures.count(totals.predictions()) + " predictions, "
                                + Figures.count(live.deadLetters()) + " dead letters (" + Figures.count(brokenEvents())
                                + " were broken)"),
                row("audit", accounts.missing() + " missing, " + accounts.duplicates() + " duplicates"),
                row("throughput", throughput()),
                row(
                        "latency",
                        "p50 " + Figures.millis(latency.p50()) + ", p99 " + Figures.millis(latency.p99()) + ", max "
                                + Figures.millis(latency.max()) + ", from due to read"),
                row("batches", Figures.decimal(live.batches().mean(), 1) + " rows on average"),
                row("features", Figures.percent(live.cacheHitRate()) + " from the cache"),
                row(
                        "accuracy",
                        "MAE " + Figures.money(accuracy.meanAbsoluteError()) + ", "
                                + Figures.percent(totals.meanRelativeError()) + " of the price, R² "
                                + Figures.decimal(accuracy.rSquared(), 3)),
                row("learning", learning()),
                row("shift", shift()),
                row("model", model()));
    }

    /* A machine that is quiet waits for nothing. */
    private String throughput() {
        String rate = Figures.count(Math.round(totals.perSecond())) + " events/s";
        return totals.waited() > 0
                ? rate + "; the stream waited " + Figures.decimal(totals.waited(), 1) + " s for the learner"
                : rate;
    }

    private String learning() {
        Standing standing = live.learning().standing();
        String what = Figures.count(live.learning().labels()) + " labels, "
                + Figures.count(Math.max(0, standing.published() - modelVersion)) + " versions, ";
        return what
                + switch (standing.promotions()) {
                    case 0 -> "none of them was promoted";
                    case 1 -> "1 of them was promoted";
                    default -> standing.promotions() + " of them were promoted";
                };
    }

    private String shift() {
        DemoTally.AfterShift after = totals.afterShift();
        return "MAE after it " + Figures.money(after.live()) + "; it would be " + Figures.money(after.frozen())
                + " if version " + modelVersion + " had gone on serving";
    }

    private String model() {
        int champion = live.learning().standing().champion();
        return champion == modelVersion
                ? "version " + modelVersion + " to the end"
                : "version " + modelVersion + ", at the end version " + champion;
    }

    private static String row(String name, String value) {
        return String.format("%-12s%s", name, value);
    }

    /** The summary as one JSON object in one line. */
    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("events", events);
            json.writeNumberField("predictions", totals.predictions());
            json.writeNumberField("dead_letters", live.deadLetters());
            json.writeNumberField("broken", brokenEvents());
            json.writeNumberField("missing", accounts.missing());
            json.writeNumberField("duplicates", accounts.duplicates());
            number(json, "events_per_s", totals.perSecond(), 1);
            number(json, "waited_s", totals.waited(), 1);
            number(json, "p50_ms", live.latency().p50(), 3);
            number(json, "p99_ms", live.latency().p99(), 3);
            number(json, "max_ms", live.latency().max(), 3);
            number(json, "batch_mean", live.batches().mean(), 2);
            number(json, "cache_hit_rate", live.cacheHitRate(), 4);
            json.writeNumberField("model_version", modelVersion);
            json.writeNumberField("champion_version", live.learning().standing().champion());
            json.writeNumberField("labels_learned", live.learning().labels());
            json.writeNumberField("promotions", live.learning().standing().promotions());
            number(json, "mae_frozen", totals.afterShift().frozen(), 1);
            number(json, "mae_live", totals.afterShift().live(), 1);
            number(json, "mae", live.accuracy().meanAbsoluteError(), 1);
            number(json, "mape", totals.meanRelativeError(), 4);
            number(json, "r2", live.accuracy().rSquared(), 4);
            json.writeObjectFieldStart("rejections");
            for (Map.Entry<Reason, Integer> entry : sorted(live.rejections()).entrySet()) {
                json.writeNumberField(entry.getKey().name(), entry.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** A number that JSON can hold, or null. */
    private static void number(JsonGenerator json, String name, double value, int digits) throws IOException {
        if (Double.isFinite(value)) {
            double scale = Math.pow(10, digits);
            json.writeNumberField(name, Math.rint(value * scale) / scale);
        } else {
            json.writeNullField(name);
        }
    }
}
