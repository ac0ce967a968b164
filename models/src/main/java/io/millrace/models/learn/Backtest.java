package io.millrace.models.learn;

import io.millrace.config.ModelConfig;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.learn.BacktestReport.Counts;
import io.millrace.models.learn.BacktestReport.Part;
import io.millrace.models.learn.BacktestReport.Reproduced;
import io.millrace.models.learn.BacktestReport.Side;
import io.millrace.models.learn.KnownLabels.Known;
import io.millrace.models.learn.KnownLabels.Moment;
import io.millrace.models.learn.PastPrediction.Served;
import io.millrace.models.learn.Yardstick.Tally;
import io.millrace.models.promote.Loss;
import io.millrace.models.promote.Pair;
import io.millrace.models.promote.PairedEvidence;
import io.millrace.models.promote.PairedGate;
import io.millrace.models.promote.PairedState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Scores what was predicted again with another version, and holds both against the labels that are known by now. What a
 * version has served gets the metrics that were measured live. A prediction that was logged several times counts once, as
 * the one that its label was joined with.
 *
 * <p>Rows are scored in chunks; of a row with a label only the outputs are kept, of one without only its id.
 */
public final class Backtest {
    /** Rows that are scored together. */
    static final int CHUNK = 8192;

    private static final String SERVED = "served";
    private static final int OF_SERVED = 0;
    private static final int OF_CANDIDATE = 1;

    private final BacktestPlan plan;
    private final KnownLabels labels;
    private final LongConsumer progress;
    private final Set<String> unlabeled = new HashSet<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<Compared> compared = new ArrayList<>();
    private final Map<Served, Group> groups = new TreeMap<>(Comparator.comparing(Served::model)
            .thenComparingInt(Served::version)
            .thenComparing(Served::variant));
    private final Map<String, Yardstick> yardsticks = new HashMap<>();

    /** A row that is to be scored. */
    private record Waiting(PastPrediction past, Known known, Values values) {}

    /**
     * A row with its label.
     *
     * @param said by what served, by the candidate and, if there is one, by the version it is compared with
     */
    private record Compared(PastPrediction past, String label, long knownMillis, List<float[]> said) {}

    /** The rows of one version that served. */
    private static final class Group {
        private final List<Tally> tallies;
        private long predictions;
        private long labeled;

        Group(int sides) {
            this.tallies = Stream.generate(Tally::new).limit(sides).toList();
        }
    }

    /**
     * A backtest with no rows in it.
     *
     * @param labels all that are known, also of other rows
     * @param progress hears how many rows are scored
     * @throws IllegalArgumentException if versions of the pipeline's task cannot be compared by labels
     */
    public Backtest(BacktestPlan plan, KnownLabels labels, LongConsumer progress) {
        this.plan = plan;
        this.labels = labels;
        this.progress = progress;
        Loss.of(plan.pipeline().model().task());
    }

    /**
     * Takes in a row, unless it is of another time or has been taken in.
     *
     * @param values by the schema of the plan; asked for only if the row has a label
     * @throws ModelLoadException if a version cannot score the rows
     */
    public void add(PastPrediction past, Supplier<Values> values) throws ModelLoadException {
        if (!plan.period().has(past.timeMillis())) {
            return;
        }
        Known known = labels.find(past.id());
        if (known == null) {
            if (unlabeled.add(past.id())) {
                group(past.served()).predictions++;
            }
            return;
        }
        if (known.version != past.served().version() || !known.take()) {
            return;
        }
        Group group = group(past.served());
        group.predictions++;
        group.labeled++;
        waiting.add(new Waiting(past, known, values.get()));
        if (waiting.size() == CHUNK) {
            score();
        }
    }

    private Group group(Served served) {
        return groups.computeIfAbsent(
                served, any -> new Group(1 + plan.contenders().all().size()));
    }

    private void score() throws ModelLoadException {
        List<Values> rows = waiting.stream().map(Waiting::values).toList();
        List<float[]> outputs = new ArrayList<>();
        for (Contender contender : plan.contenders().all()) {
            outputs.add(contender.trial().score(plan.schema(), rows));
        }
        for (int i = 0; i < rows.size(); i++) {
            Waiting row = waiting.get(i);
            List<float[]> said = new ArrayList<>(List.of(row.past().outputs()));
            for (float[] all : outputs) {
                int width = all.length / rows.size();
                float[] one = new float[width];
                System.arraycopy(all, i * width, one, 0, width);
                said.add(one);
            }
            String label = row.known().label();
            if (label != null) {
                compared.add(new Compared(row.past(), label, row.known().knownMillis(), said));
            }
        }
        waiting.clear();
        progress.accept(compared.size());
    }

    /**
     * Compares the rows that are in.
     *
     * @throws ModelLoadException if a version cannot score the rows
     */
    public BacktestReport report() throws ModelLoadException {
        if (!waiting.isEmpty()) {
            score();
        }
        List<Tally> all = measure();
        List<Part> parts = new ArrayList<>();
        groups.forEach((served, group) ->
                parts.add(new Part(served, new Counts(group.predictions, group.labeled, 0), sides(group.tallies))));
        Counts counts = new Counts(
                parts.stream().mapToLong(part -> part.counts().predictions()).sum(),
                compared.size(),
                labels.untaken(plan.period().fromMillis(), plan.period().toMillis()));
        return new BacktestReport(counts, sides(all), parts, learned(), evidence(), reproduced());
    }

    private Map<String, Long> learned() {
        Map<String, Long> learned = new LinkedHashMap<>();
        for (Contender contender : plan.contenders().all()) {
            long rows = compared.stream()
                    .filter(row -> contender.learnedFrom(row.past().timeMillis()))
                    .count();
            if (rows > 0) {
                learned.put(contender.name(), rows);
            }
        }
        return learned;
    }

    private List<Side> sides(List<Tally> tallies) {
        List<Side> sides = new ArrayList<>(List.of(tallies.get(OF_SERVED).side(SERVED)));
        for (Contender contender : plan.contenders().all()) {
            sides.add(tallies.get(sides.size()).side(contender.name()));
        }
        return sides;
    }

    /* In the order of events, so that each row knows the last label that was known before it, as it did live. */
    private List<Tally> measure() {
        List<Tally> all = new Group(1 + plan.contenders().all().size()).tallies;
        compared.sort(Comparator.comparingLong((Compared row) -> row.past().timeMillis())
                .thenComparing(row -> row.past().id()));
        Iterator<Moment> moments = labels.moments().iterator();
        Moment next = moments.hasNext() ? moments.next() : null;
        String before = null;
        for (Compared row : compared) {
            while (next != null && next.knownMillis() < row.past().timeMillis()) {
                before = next.label();
                next = moments.hasNext() ? moments.next() : null;
            }
            measure(row, before, all);
        }
        return all;
    }

    private void measure(Compared row, @Nullable String before, List<Tally> all) {
        List<Tally> ofGroup = group(row.past().served()).tallies;
        for (int side = 0; side < row.said().size(); side++) {
            Yardstick yardstick = yardstick(row, side);
            float[] said = row.said().get(side);
            all.get(side).add(yardstick, row.label(), before, said);
            ofGroup.get(side).add(yardstick, row.label(), before, said);
        }
    }

    private Yardstick yardstick(Compared row, int side) {
        ModelConfig model = plan.pipeline().model();
        int width = row.said().get(side).length;
        if (side == OF_SERVED) {
            Served served = row.past().served();
            return yardsticks.computeIfAbsent(
                    served.model() + "@" + served.version() + "/" + width,
                    any -> Yardstick.of(model, plan.classes().of(served.model(), served.version()), width));
        }
        Contender contender = plan.contenders().all().get(side - 1);
        return yardsticks.computeIfAbsent(
                contender.name() + "/" + width,
                any -> Yardstick.of(model, contender.trial().content().output().classes(), width));
    }

    private PairedEvidence evidence() {
        int champion = plan.contenders().against() == null ? OF_SERVED : OF_CANDIDATE + 1;
        PairedGate gate = new PairedGate(
                plan.pipeline().promotion(), Loss.of(plan.pipeline().model().task()));
        List<Compared> order = compared.stream()
                .sorted(Comparator.comparingLong(Compared::knownMillis))
                .toList();
        PairedState state = PairedState.EMPTY;
        for (Compared row : order) {
            Yardstick ofChampion = yardstick(row, champion);
            if (!Double.isNaN(ofChampion.labels().actual(row.label()))) {
                double candidate = yardstick(row, OF_CANDIDATE)
                        .loss(row.label(), row.said().get(OF_CANDIDATE));
                state = gate.add(
                        state, new Pair(ofChampion.loss(row.label(), row.said().get(champion)), candidate));
            }
        }
        return gate.judge(state);
    }

    private Reproduced reproduced() {
        List<Compared> own = compared.stream()
                .filter(row -> plan.contenders().candidate().served(row.past().served()))
                .toList();
        double sum = 0;
        long elements = 0;
        for (Compared row : own) {
            for (float each : row.said().get(OF_SERVED)) {
                sum += Math.abs(each);
                elements++;
            }
        }
        double mean = sum / Math.max(1, elements);
        double largest = 0;
        for (Compared row : own) {
            largest = Math.max(largest, difference(row, mean));
        }
        return new Reproduced(own.size(), largest);
    }

    private static double difference(Compared row, double mean) {
        float[] then = row.said().get(OF_SERVED);
        float[] now = row.said().get(OF_CANDIDATE);
        double largest = 0;
        for (int i = 0; i < then.length; i++) {
            double difference = Math.abs((double) now[i] - then[i]);
            if (difference > 0) {
                largest = Math.max(largest, difference / Math.max(Math.abs(then[i]), mean));
            }
        }
        return largest;
    }
}
