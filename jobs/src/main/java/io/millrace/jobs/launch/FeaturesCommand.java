package io.millrace.jobs.launch;

import io.millrace.config.FeatureBank;
import io.millrace.config.PipelineConfig;
import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Environment;
import io.millrace.config.bind.Nearest;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the feature views, and who uses them. */
@Command(
        name = "features",
        description = "Show and check the feature views.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class FeaturesCommand {
    private final Console console;
    private final Home home;

    FeaturesCommand(Console console, Home home) {
        this.console = console;
        this.home = home;
    }

    /** Where the files are. */
    static final class Folder {
        @Option(
                names = "--config",
                paramLabel = "FOLDER",
                defaultValue = "config",
                description = "folder with features/ and pipelines/ (default: ${DEFAULT-VALUE})")
        private Path path = Path.of("");

        FeatureBank read(Environment environment) {
            if (!Files.isDirectory(path)) {
                throw new WrongUse("folder does not exist: folder=" + path + "; name one with --config");
            }
            return FeatureBank.read(path, environment);
        }
    }

    @Command(
            name = "list",
            description = "List every view: what it is about, who answers for it, who uses it, how new its values are.",
            mixinStandardHelpOptions = true)
    int list(@Mixin Folder folder, @Mixin Output output) throws Exception {
        FeatureBank bank = folder.read(environment());
        Catalogue catalogue = catalogue(bank);
        List<Object> views = new ArrayList<>();
        for (ViewConfig view : bank.views()) {
            if (!views.isEmpty()) {
                console.print("");
            }
            views.add(show(catalogue.of(view)));
        }
        if (views.isEmpty()) {
            console.say("There are no views: folder=" + folder.path.resolve("features"));
        }
        if (output.json()) {
            console.print(new Summary().put("views", views).json());
        }
        return ExitCode.OK;
    }

    @Command(name = "show", description = "Show one view with its columns.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "VIEW") String name, @Mixin Folder folder, @Mixin Output output)
            throws Exception {
        FeatureBank bank = folder.read(environment());
        Catalogue catalogue = catalogue(bank);
        List<String> known = bank.views().stream().map(ViewConfig::view).toList();
        ViewConfig view = bank.views().stream()
                .filter(each -> each.view().equals(name))
                .findFirst()
                .orElseThrow(() -> new WrongUse("no such view: view=" + name + Nearest.hint(name, known)));
        Summary summary = catalogue.of(view);
        show(summary);
        List<Object> columns = new ArrayList<>();
        for (ViewConfig.Column column : view.columns()) {
            console.print("");
            columns.add(show(catalogue.of(view, column)));
        }
        if (output.json()) {
            console.print(summary.put("columns", columns).json());
        }
        return ExitCode.OK;
    }

    @Command(
            name = "check",
            description = "Read and check every view file, and the pipeline files that use them.",
            mixinStandardHelpOptions = true)
    int check(@Mixin Folder folder, @Mixin Output output) {
        FeatureBank bank = folder.read(environment());
        new Summary()
                .put("views", bank.views().stream().map(ViewConfig::view).toList())
                .put(
                        "pipelines",
                        bank.pipelines().stream().map(PipelineConfig::pipeline).toList())
                .put("valid", true)
                .print(console, output.json());
        return ExitCode.OK;
    }

    /* Prints what the fields say, and returns them. */
    private Object show(Summary summary) {
        summary.table().forEach(console::print);
        return summary.fields();
    }

    private Catalogue catalogue(FeatureBank bank) {
        return new Catalogue(bank, home, environment(), Ticker.system());
    }

    private Environment environment() {
        return Environment.system().withHome(home.root());
    }
}
