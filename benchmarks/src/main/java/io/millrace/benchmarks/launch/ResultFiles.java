package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.report.HtmlReport;
import io.millrace.benchmarks.report.Result;
import io.millrace.benchmarks.report.Results;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.launch.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The two files of a result, named after the start of its run. */
final class ResultFiles {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

    private ResultFiles() {}

    static void write(Home home, Result result, Console console) throws IOException {
        String start = NAME.format(result.run().machine().conditions().start());
        Path folder = Files.createDirectories(home.root().resolve("bench").resolve("results"));
        Path data = folder.resolve(start + ".json");
        Path report = folder.resolve(start + ".html");
        Results.write(data, result);
        HtmlReport.write(report, result);
        console.say("Written to " + data + " and " + report);
    }
}
