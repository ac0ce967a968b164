package io.millrace.jobs.launch;

import io.millrace.config.ModelConfig.Task;
import io.millrace.config.PipelineConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.kafka.TopicReader;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.learn.Backtest;
import io.millrace.models.learn.BacktestPlan;
import io.millrace.models.learn.BacktestPlan.Contenders;
import io.millrace.models.learn.BacktestPlan.Period;
import io.millrace.models.learn.BacktestReport;
import io.millrace.models.learn.Contender;
import io.millrace.models.learn.KnownLabels;
import io.millrace.models.registry.ModelRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Scores past predictions again with another version, and compares both with the labels. */
@Command(
        name = "backtest",
        description = {
            "Score what was predicted again with another version, from the features as they were logged, and compare",
            "both with the labels that are known by now."
        },
        mixinStandardHelpOptions = true)
final class BacktestCommand implements Callable<Integer> {
    private static final String SERVED = "served";
    private static final int TELL_EVERY = 1000;

    private final Console console;
    private final Home home;

    @Mixin
    private final Pipeline file = new Pipeline();

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--model",
            paramLabel = "VERSION",
            required = true,
            description = "version or alias of the pipeline's model, or MODEL@VERSION of another one")
    private String model = "";

    @Option(
            names = "--against",
            paramLabel = "VERSION",
            defaultValue = SERVED,
            description = "version to compare with (default: served, which is what was predicted then)")
    private String against = SERVED;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = Instants.class,
            description = "first event time, such as 2015-01-31 or 2015-01-31T08:00:00Z (default: the first there is)")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = Instants.class,
            description = "event time before which rows are (default: after the last there is)")
    private @Nullable Instant to;

    BacktestCommand(Console console, Home home) {
        this.console = console;
        this.home = home;
    }

    @Override
    public Integer call() throws Exception {
        PipelineConfig pipeline = file.read(home);
        check(pipeline);
        BacktestPlan plan = plan(pipeline);
        try (Site site = Site.open(pipeline, home, console, 0)) {
            BacktestReport report = run(site, plan);
            BacktestTable table = new BacktestTable(report);
            table.lines().forEach(console::print);
            if (output.json()) {
                Summary summary = new Summary()
                        .put("pipeline", pipeline.pipeline())
                        .put("model", plan.contenders().candidate().name());
                table.addTo(summary);
                console.print(summary.json());
            }
        }
        return ExitCode.OK;
    }

    private void check(PipelineConfig pipeline) {
        if (pipeline.labels() == null) {
            throw new WrongUse("pipeline has no labels, so there is nothing to compare with: pipeline="
                    + pipeline.pipeline() + "; say under labels where they come from");
        }
        if (pipeline.model().task() == Task.VECTOR) {
            throw new WrongUse("vectors cannot be compared by labels: model.task=vector");
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw new WrongUse("no time is from one to before the other: from=" + from + ", to=" + to);
        }
    }

    private BacktestPlan plan(PipelineConfig pipeline) throws ModelLoadException {
        ModelRegistry registry = new ModelRegistry(home.registry());
        Contenders contenders = new Contenders(
                contender(registry, pipeline, model),
                against.equals(SERVED) ? null : contender(registry, pipeline, against));
        Period period = new Period(
                from == null ? Long.MIN_VALUE : from.toEpochMilli(), to == null ? Long.MAX_VALUE : to.toEpochMilli());
        return BacktestPlan.of(pipeline, contenders, period, (name, version) -> classes(registry, name, version));
    }

    private static Contender contender(ModelRegistry registry, PipelineConfig pipeline, String named)
            throws ModelLoadException {
        int at = named.lastIndexOf('@');
        String name = at < 0 ? pipeline.model().name() : named.substring(0, at);
        int version = registry.resolve(name, named.substring(at + 1)).version();
        return new Contender(name, version, registry.trial(name, version));
    }

    private List<String> classes(ModelRegistry registry, String name, int version) {
        try {
            return registry.manifest(name, version).content().output().classes();
        } catch (ModelLoadException e) {
            console.say("Classes of a version that served are unknown, its labels are taken for numbers: version="
                    + name + "@" + version + ", cause=" + e.getMessage());
            return List.of();
        }
    }

    private BacktestReport run(Site site, BacktestPlan plan) throws ModelLoadException {
        KnownLabels labels = labels(site);
        String topic = plan.pipeline().topics().scored();
        console.say("Scoring the logged rows again: topic=" + topic + ", version="
                + plan.contenders().candidate().name());
        Backtest backtest = new Backtest(
                plan, labels, rows -> console.progress(String.format(Locale.ROOT, "scored %,d rows", rows)));
        LoggedRows rows = new LoggedRows(backtest, plan.schema());
        try (TopicReader reader = new TopicReader(site.cluster(), topic)) {
            Reading reading = new Reading(reader);
            reader.readToEnd(record -> {
                rows.take(record);
                reading.next();
            });
        }
        BacktestReport report = backtest.report();
        console.progressDone();
        requireLabels(report, topic, rows);
        return report;
    }

    private static KnownLabels labels(Site site) {
        String topic = site.pipeline().topics().feedback();
        KnownLabels labels = new KnownLabels();
        try (TopicReader reader = new TopicReader(site.cluster(), topic)) {
            reader.readToEnd(record -> LabelNews.read(record).ifPresent(labels::take));
        }
        return labels;
    }

    private void requireLabels(BacktestReport report, String topic, LoggedRows rows) {
        String asked = ", from=" + (from == null ? "the first" : from) + ", to=" + (to == null ? "the last" : to);
        if (report.counts().predictions() == 0) {
            throw new CommandFailure("no prediction was logged in this time: topic=" + topic + asked + ", logged="
                    + rows.span() + "; choose another --from and --to");
        }
        if (report.counts().labeled() == 0) {
            throw new CommandFailure("no label is known of these predictions: predictions="
                    + report.counts().predictions() + asked + "; run the learn job (run FILE --jobs learn) when labels"
                    + " have come, or choose an earlier time");
        }
    }

    /** How much of a topic has been read. */
    private final class Reading {
        private final long all;
        private long read;

        Reading(TopicReader reader) {
            this.all = reader.bounds().values().stream()
                    .mapToLong(bounds -> bounds.end() - bounds.first())
                    .sum();
        }

        void next() {
            read++;
            if (console.terminal() && read % TELL_EVERY == 0) {
                console.progress(String.format(Locale.ROOT, "read %,d of %,d records", read, all));
            }
        }
    }
}
