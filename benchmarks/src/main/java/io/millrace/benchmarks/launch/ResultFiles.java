package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.report.HtmlReport;
import io.millrace.benchmarks.report.Result;
import io.millrace.benchmarks.report.Results;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.launch.CommandFailure;
import io.millrace.jobs.launch.Console;
import io.millrace.jobs.launch.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The files that a benchmark leaves behind: two of a result, named after the start of its run. */
final class ResultFiles {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

    private ResultFiles() {}

    /** The folder that they are in. */
    static Path folder(Home home) throws IOException {
        return Files.createDirectories(home.root().resolve("bench").resolve("results"));
    }

    /**
     * Writes both files, and a line for programs if one is asked for.
     *
     * @throws CommandFailure if something that was measured did not pass the correctness gate
     */
    static void present(Result result, Home home, Console console, Output output) throws IOException {
        write(home, result, console);
        if (output.json()) {
            console.print(Results.line(result));
        }
        Correctness.require(result);
    }

    private static void write(Home home, Result result, Console console) throws IOException {
        String start = NAME.format(result.run().machine().conditions().start());
        Path folder = folder(home);
        Path data = folder.resolve(start + ".json");
        Path report = folder.resolve(start + ".html");
        Results.write(data, result);
        HtmlReport.write(report, result);
        console.say("Written to " + data + " and " + report);
    }
}
