package io.millrace.jobs.launch;

import io.millrace.jobs.embedded.Home;
import io.millrace.models.infer.VersionId;
import io.millrace.models.registry.Aliases;
import io.millrace.models.registry.Decision.Kind;
import io.millrace.models.registry.History;
import io.millrace.models.registry.Imports;
import io.millrace.models.registry.Manifest;
import io.millrace.models.registry.ModelRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows and fills the registry. */
@Command(
        name = "models",
        description = "Show and fill the registry of models.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class ModelsCommand {
    private final Console console;
    private final Home home;
    private final ModelRegistry registry;

    ModelsCommand(Console console, Home home) {
        this.console = console;
        this.home = home;
        this.registry = new ModelRegistry(home.registry());
    }

    @Command(name = "list", description = "List every version with its aliases.", mixinStandardHelpOptions = true)
    int list(@Mixin Output output) throws Exception {
        VersionTable table = new VersionTable(registry);
        List<String> versions = table.versions();
        if (versions.isEmpty()) {
            console.say("The registry is empty: registry=" + registry.root() + "; train or import a first version");
        }
        table.lines().forEach(console::print);
        if (output.json()) {
            console.print(new Summary()
                    .put("versions", versions)
                    .put("models", table.models())
                    .json());
        }
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            description = {
                "Show one version and every decision about the model.",
                "Fails if the history of decisions is not as it was written."
            },
            mixinStandardHelpOptions = true)
    int show(
            @Parameters(
                            paramLabel = "MODEL[@VERSION]",
                            description = "a version number or an alias; champion if left out")
                    String name,
            @Mixin Output output)
            throws Exception {
        String[] parts = name.split("@", 2);
        int version = registry.resolve(parts[0], parts.length == 2 ? parts[1] : Aliases.CHAMPION)
                .version();
        Summary summary = describe(parts[0], version);
        History history = registry.history(parts[0]);
        summary.table().forEach(console::print);
        if (!history.decisions().isEmpty()) {
            console.print("");
            DecisionTable.lines(history.decisions()).forEach(console::print);
        }
        if (!history.intact()) {
            console.say("millrace models show: history was altered: " + history.problem());
        }
        if (output.json()) {
            console.print(summary.put("history_intact", history.intact())
                    .put("decisions", DecisionTable.objects(history.decisions()))
                    .json());
        }
        return history.intact() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Summary describe(String model, int version) throws Exception {
        Manifest manifest = registry.manifest(model, version);
        Manifest.Content content = manifest.content();
        Summary summary = new Summary()
                .put("model", model)
                .put("version", version)
                .put("aliases", VersionTable.aliases(registry.aliases(model), version))
                .put("created", manifest.identity().created().toString())
                .put("task", content.output().task().name().toLowerCase(Locale.ROOT))
                .put("target", content.output().target())
                .put("format", content.format().file())
                .put("trained_from", content.training().source())
                .put("rows", content.training().rows())
                .put("first", text(content.training().first()))
                .put("last", text(content.training().last()))
                .put("goes_on_from", text(manifest.identity().parent()));
        content.metrics().forEach((set, values) -> summary.put(set.replace('-', '_'), values));
        manifest.files().forEach((file, hash) -> summary.put("sha256_of_" + file, hash));
        summary.put("quarantined", registry.quarantined(model).getOrDefault(version, ""));
        return summary.put("frozen", registry.frozen(model));
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }

    @Command(name = "promote", description = "Make a version champion.", mixinStandardHelpOptions = true)
    int promote(
            @Parameters(paramLabel = "MODEL@VERSION") String name,
            @Mixin Decider decider,
            @Option(names = "--force", description = "also if the version is in quarantine, which ends") boolean force,
            @Mixin Output output)
            throws Exception {
        String[] parts = name.split("@", 2);
        if (parts.length < 2) {
            throw new WrongUse("name a version: model=" + name + ", expected=MODEL@VERSION");
        }
        int version = registry.resolve(parts[0], parts[1]).version();
        if (force && registry.quarantined(parts[0]).containsKey(version)) {
            decider.decide(target(parts[0]), Kind.RELEASE, version);
        }
        decider.decide(target(parts[0]), Kind.PROMOTE, version);
        return standing(parts[0], decider, output);
    }

    @Command(
            name = "rollback",
            description = {
                "Take a version out of service: the champion, or the candidate if it is named.",
                "In the place of a champion comes the one before it."
            },
            mixinStandardHelpOptions = true)
    int rollback(
            @Parameters(
                            paramLabel = "MODEL[@VERSION]",
                            description = "a version number or an alias; champion if left out")
                    String name,
            @Mixin Decider decider,
            @Mixin Output output)
            throws Exception {
        String[] parts = name.split("@", 2);
        int version = registry.resolve(parts[0], parts.length == 2 ? parts[1] : Aliases.CHAMPION)
                .version();
        decider.decide(target(parts[0]), Kind.ROLLBACK, version);
        return standing(parts[0], decider, output);
    }

    @Command(
            name = "freeze",
            description = "Let only people move versions of a model.",
            mixinStandardHelpOptions = true)
    int freeze(@Parameters(paramLabel = "MODEL") String model, @Mixin Decider decider, @Mixin Output output)
            throws Exception {
        decider.decide(target(model), Kind.FREEZE, 0);
        return standing(model, decider, output);
    }

    @Command(
            name = "unfreeze",
            description = "Let the jobs move versions of a model again.",
            mixinStandardHelpOptions = true)
    int unfreeze(@Parameters(paramLabel = "MODEL") String model, @Mixin Decider decider, @Mixin Output output)
            throws Exception {
        decider.decide(target(model), Kind.UNFREEZE, 0);
        return standing(model, decider, output);
    }

    private Decider.Target target(String model) {
        return new Decider.Target(home, registry, model);
    }

    /** Tells the jobs, and prints where the versions stand. */
    private int standing(String model, Decider decider, Output output) throws Exception {
        boolean told = decider.tell(target(model));
        Aliases aliases = registry.aliases(model);
        Summary summary = new Summary().put("model", model);
        new TreeMap<>(aliases.versions()).forEach(summary::put);
        summary.put("epoch", aliases.epoch())
                .put("frozen", registry.frozen(model))
                .put("told", told)
                .print(console, output.json());
        return ExitCode.OK;
    }

    /** Takes a TorchScript model into the registry. */
    @Command(
            name = "import",
            description = {
                "Take a TorchScript model into the registry.",
                "It is published only if it reproduces its golden rows; the first version becomes champion."
            },
            mixinStandardHelpOptions = true)
    static final class Import implements Callable<Integer> {
        private final Console console;
        private final ModelRegistry registry;

        @Parameters(paramLabel = "MODEL", description = "name in the registry")
        private String model = "";

        @Option(names = "--script", paramLabel = "FILE", required = true, description = "what torch.jit.save wrote")
        private Path script = Path.of("");

        @Option(
                names = "--signature",
                paramLabel = "YAML",
                required = true,
                description = "inputs with their encodings, and outputs; see docs/models.md")
        private Path signature = Path.of("");

        @Option(
                names = "--golden",
                paramLabel = "CSV",
                description = "rows with the outputs that the model must reproduce")
        private @Nullable Path golden;

        @Option(
                names = "--samples",
                paramLabel = "CSV",
                description = "rows without outputs; what the model gives for them now becomes golden")
        private @Nullable Path samples;

        @Mixin
        private final Output output = new Output();

        Import(Console console, Home home) {
            this.console = console;
            this.registry = new ModelRegistry(home.registry());
        }

        @Override
        public Integer call() throws Exception {
            VersionId version = new Imports(registry).run(source());
            String alias = registry.introduce(version);
            new Summary()
                    .put("model", version.model())
                    .put("version", version.version())
                    .put("alias", alias)
                    .put("artefact", version.artefact())
                    .print(console, output.json());
            return ExitCode.OK;
        }

        private Imports.Source source() {
            if (golden != null && samples == null) {
                return new Imports.Source(model, script, signature, golden, Imports.Rows.GOLDEN);
            }
            if (samples != null && golden == null) {
                return new Imports.Source(model, script, signature, samples, Imports.Rows.SAMPLE);
            }
            throw new WrongUse("give either --golden or --samples: a version without golden rows is never loaded");
        }
    }
}
