package io.millrace.jobs.launch;

import io.millrace.config.PipelineConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.kafka.TopicWriter;
import io.millrace.jobs.load.CsvEvents;
import io.millrace.models.learn.CsvRow;
import io.millrace.models.learn.CsvTable;
import io.millrace.models.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends the rows of a file to the topics that the jobs of a pipeline read. */
@Command(
        name = "replay",
        description = "Send rows of a file to the topics that the jobs of a pipeline read, in event-time order.",
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);
    private static final long TELL_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final Console console;
    private final Home home;
    private final Ticker ticker = Ticker.system();

    @Mixin
    private final Pipeline file = new Pipeline();

    @Mixin
    private final Rows rows = new Rows();

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "events per second (default: as fast as the broker takes them)")
    private double rate;

    @Option(
            names = "--as",
            split = ",",
            paramLabel = "WHAT",
            defaultValue = ReplayTarget.EVENTS,
            description = {
                "what each row becomes: events, which are without the column of the target,",
                "a view, as an event of the stream that it is computed from,",
                "or labels, which have every column (default: ${DEFAULT-VALUE})"
            })
    private List<String> as = List.of();

    @Option(
            names = "--delay",
            paramLabel = "N",
            defaultValue = "0",
            description = {
                "labels, and views that are computed from the target, come so many rows later than their events",
                "(default: ${DEFAULT-VALUE})"
            })
    private int delay;

    /**
     * An open way to a topic.
     *
     * @param delay rows by which it is behind
     */
    private record Line(CsvEvents events, TopicWriter writer, int delay) {

        void write(List<CsvRow> rows, int turn) {
            if (turn >= delay && turn - delay < rows.size()) {
                writer.write(events.event(rows.get(turn - delay)));
            }
        }
    }

    ReplayCommand(Console console, Home home) {
        this.console = console;
        this.home = home;
    }

    @Override
    public Integer call() throws Exception {
        PipelineConfig pipeline = file.read(home);
        List<ReplayTarget> targets = ReplayTarget.of(pipeline, as);
        if (rate < 0) {
            throw new WrongUse("rate must be positive: rate=" + rate);
        }
        if (delay < 0 || (delay > 0 && targets.stream().noneMatch(ReplayTarget::late))) {
            throw new WrongUse("delay is a number of rows by which labels come later: delay=" + delay + ", as=" + as);
        }
        CsvTable table = rows.read(pipeline.events());
        if (!table.bad().isEmpty()) {
            console.say("Left out " + table.bad().size() + " rows; the first is on line "
                    + table.bad().get(0).line() + ": " + table.bad().get(0).reason());
        }
        List<CsvEvents> events = new ArrayList<>();
        for (ReplayTarget target : targets) {
            events.add(target.of(table));
        }
        Ending.listening(ENDS_WITHIN);
        try (Site site = Site.open(pipeline, home, console, /* port= */ 0)) {
            site.createTopics(console);
            List<Line> lines = new ArrayList<>();
            try {
                for (int i = 0; i < targets.size(); i++) {
                    String topic = targets.get(i).events().topic();
                    int behind = targets.get(i).late() ? delay : 0;
                    lines.add(new Line(events.get(i), new TopicWriter(site.cluster(), topic), behind));
                }
                int sent = send(table.rows(), lines);
                lines.forEach(line -> line.writer.flush());
                console.progressDone();
                if (sent < table.rows().size()) {
                    console.say("Told to end; what is left can be sent with --rows " + (rows.from() + sent) + ":");
                }
                List<String> topics =
                        targets.stream().map(target -> target.events().topic()).toList();
                new Summary()
                        .put("topic", String.join(", ", topics))
                        .put("events", sent)
                        .put("bad_rows", table.bad().size())
                        .print(console, output.json());
            } finally {
                lines.forEach(line -> line.writer.close());
            }
        }
        return ExitCode.OK;
    }

    private int send(List<CsvRow> rows, List<Line> lines) {
        long start = ticker.nanos();
        long told = start;
        int sent = 0;
        for (int turn = 0; turn < rows.size() + delay && !Ending.requested(); turn++) {
            awaitTurn(start, turn);
            for (Line line : lines) {
                line.write(rows, turn);
            }
            sent = Math.min(turn + 1, rows.size());
            long now = ticker.nanos();
            if (now - told > TELL_EVERY_NANOS) {
                console.progress(String.format(Locale.ROOT, "%,d of %,d events sent", sent, rows.size()));
                told = now;
            }
        }
        return sent;
    }

    private void awaitTurn(long start, int sent) {
        if (rate == 0) {
            return;
        }
        long due = start + (long) (sent * 1e9 / rate);
        long early = due - ticker.nanos();
        while (early > 0 && !Ending.requested()) {
            LockSupport.parkNanos(early);
            early = due - ticker.nanos();
        }
    }
}
