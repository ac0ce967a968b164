package io.millrace.benchmarks.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.launch.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** What is said about commands are format strings, and one that is none is printed as it stands, after a warning. */
final class HelpTest {

    @ParameterizedTest
    @MethodSource("commands")
    void describesWithTextsThatCanBeFormatted(CommandSpec command) {
        assertThat(Stream.concat(
                        Stream.of(command.usageMessage().description()),
                        command.args().stream().map(ArgSpec::description).flatMap(Stream::of)))
                .isNotEmpty()
                .allSatisfy(text -> assertThat(String.format(Locale.ROOT, text)).isNotBlank());
    }

    private static Stream<CommandSpec> commands() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        CommandLine main =
                Main.commands(new Console(nowhere, nowhere, /* terminal= */ false), new Home(Path.of("none")));
        return withSubcommands(main).map(CommandLine::getCommandSpec);
    }

    private static Stream<CommandLine> withSubcommands(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::withSubcommands));
    }
}
