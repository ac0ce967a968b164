package io.millrace.jobs.launch;

import io.millrace.config.KafkaConfig.Delivery;
import io.millrace.config.PipelineConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.kafka.Audit;
import io.millrace.jobs.kafka.Ledger;
import io.millrace.models.learn.CsvTable;
import io.millrace.models.learn.DataException;
import io.millrace.models.learn.RowRange;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Accounts for every event of a pipeline. */
@Command(
        name = "audit",
        description = "Prove from the topics that every event became exactly one prediction or dead letter.",
        mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
    private final Console console;
    private final Home home;

    @Mixin
    private final Pipeline file = new Pipeline();

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--data",
            paramLabel = "CSV",
            description = "rows with the true target, to compare the predictions with by event id and time")
    private @Nullable Path data;

    @Option(
            names = "--rows",
            paramLabel = "A:B",
            converter = Rows.Range.class,
            description = "only rows A to B of the file, counted from 0 in event-time order, B not included")
    private RowRange range = RowRange.ALL;

    @Option(
            names = "--list",
            paramLabel = "N",
            defaultValue = "10",
            description = "most ids of missing events to list (default: ${DEFAULT-VALUE})")
    private int listed;

    AuditCommand(Console console, Home home) {
        this.console = console;
        this.home = home;
    }

    @Override
    public Integer call() throws Exception {
        PipelineConfig pipeline = file.read(home);
        Truth truth = truth(pipeline);
        try (Site site = Site.open(pipeline, home, console, 0)) {
            Ledger.Balance balance = new Audit(site.cluster(), pipeline, console::say)
                    .balance(
                            prediction -> {
                                if (truth != null) {
                                    truth.compare(prediction);
                                }
                            },
                            listed);
            boolean exact = pipeline.kafka().delivery() == Delivery.EXACTLY_ONCE;
            Summary summary = summary(pipeline, balance);
            if (truth != null) {
                truth.addTo(summary);
            }
            summary.put("passed", passed(balance, exact)).print(console, output.json());
            return passed(balance, exact) ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private @Nullable Truth truth(PipelineConfig pipeline) throws DataException {
        if (data == null) {
            return null;
        }
        return new Truth(CsvTable.read(data, pipeline.events().time()).slice(range), pipeline);
    }

    private static boolean passed(Ledger.Balance balance, boolean exact) {
        boolean duplicatesAllowed = !exact && balance.duplicates().conflicting() == 0;
        return balance.missing().count() == 0
                && balance.unknown().count() == 0
                && (balance.duplicates().count() == 0 || duplicatesAllowed);
    }

    private static Summary summary(PipelineConfig pipeline, Ledger.Balance balance) {
        long deadLetters = balance.deadLetters().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return new Summary()
                .put("pipeline", pipeline.pipeline())
                .put(
                        "delivery",
                        pipeline.kafka()
                                .delivery()
                                .name()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-'))
                .put("inputs", balance.inputs())
                .put("predictions", balance.predictions())
                .put("dead_letters", deadLetters)
                .put("dead_letter_reasons", balance.deadLetters())
                .put("missing", balance.missing().count())
                .put("missing_ids", balance.missing().ids())
                .put("duplicates", balance.duplicates().count())
                .put("conflicting_duplicates", balance.duplicates().conflicting())
                .put("unknown", balance.unknown().count())
                .put("unknown_ids", balance.unknown().ids())
                .put("outside", balance.outside());
    }
}
