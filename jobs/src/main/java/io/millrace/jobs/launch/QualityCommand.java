package io.millrace.jobs.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.config.PipelineConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.kafka.TopicReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows live quality. */
@Command(
        name = "quality",
        description = "Show live quality by version, variant and slice, and how it went over time.",
        mixinStandardHelpOptions = true)
final class QualityCommand implements Callable<Integer> {
    private final Console console;
    private final Home home;

    @Mixin
    private final Pipeline file = new Pipeline();

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--slice",
            paramLabel = "FIELD=VALUE",
            description = "only this slice; all is the slice of all rows (default: every slice)")
    private @Nullable String slice;

    @Option(names = "--html", paramLabel = "FILE", description = "also write a page with a chart")
    private @Nullable Path html;

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "20",
            description = "show so many versions, the latest; --json has all (default: ${DEFAULT-VALUE})")
    private int last;

    QualityCommand(Console console, Home home) {
        this.console = console;
        this.home = home;
    }

    @Override
    public Integer call() throws Exception {
        if (last < 1) {
            throw new WrongUse("nothing is to be shown: last=" + last + ", min=1");
        }
        PipelineConfig pipeline = file.read(home);
        String only = slice;
        QualityHistory history =
                new QualityHistory(key -> only == null || key.slice().equals(only));
        try (Site site = Site.open(pipeline, home, console, 0);
                TopicReader reader =
                        new TopicReader(site.cluster(), pipeline.topics().quality())) {
            reader.readToEnd(record -> QualityFigure.read(record).ifPresent(history::take));
        }
        show(pipeline, history, only == null ? QualityFigure.ALL : only);
        return ExitCode.OK;
    }

    private void show(PipelineConfig pipeline, QualityHistory history, String charted) throws Exception {
        QualityTable table = new QualityTable(history, last);
        if (history.latest().isEmpty()) {
            console.say("No figures yet: topic=" + pipeline.topics().quality()
                    + (slice == null ? "" : ", slice=" + slice) + "; the learn job writes them when labels come");
        } else {
            table.lines(charted).forEach(console::print);
        }
        if (html != null) {
            Files.writeString(html, new QualityPage(pipeline.pipeline(), charted, history, table).html(), UTF_8);
            console.say("Page: " + html);
        }
        if (output.json()) {
            console.print(new Summary()
                    .put("pipeline", pipeline.pipeline())
                    .put("metric", history.metric())
                    .put("figures", table.objects())
                    .put("served", table.servedObjects())
                    .json());
        }
    }
}
