package io.millrace.benchmarks.report;

import static io.millrace.benchmarks.report.Markup.tag;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * A result as one HTML file that holds everything it needs. Its content security policy lets it fetch nothing and run
 * only the two scripts that it was written with, whose hashes it names.
 */
public final class HtmlReport {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private HtmlReport() {}

    /** Writes the report to a file. */
    public static void write(Path file, Result result) throws IOException {
        Files.writeString(file, html(result));
    }

    static String html(Result result) {
        Page page = page(result);
        String style = "\n" + Resources.text("report.css");
        String chart = "\n" + webjar("dist/chart.umd.min.js").replaceAll("(?m)^//# sourceMappingURL=.*$", "");
        String script = "\n" + Resources.text("report.js");
        return head(style, List.of(chart, script)) + header(result.run()).html()
                + tag("main", page.body()).html()
                + "\n<!-- Chart.js, which draws the plots, and @kurkle/color within it:\n" + webjar("LICENSE.md")
                + "-->\n"
                + "<script>" + chart + "</script>\n"
                + "<script type=\"application/json\" id=\"plots\">" + island(page.plots()) + "</script>\n"
                + "<script>" + script + "</script>\n</body>\n</html>\n";
    }

    private static String head(String style, List<String> scripts) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="%s">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>Millrace benchmark</title>
                <style>%s</style>
                </head>
                <body>
                """.formatted(policy(scripts), style);
    }

    private static Markup header(Run run) {
        Machine machine = run.machine();
        String day = DAY.format(machine.conditions().start());
        return tag(
                "header",
                tag("h1", "Millrace benchmark"),
                tag(
                        "p",
                        day + " UTC · commit " + machine.software().commit() + " · "
                                + machine.hardware().cpu() + ", "
                                + Figures.count(machine.hardware().cores()) + " cores"),
                tag("noscript", "The plots need JavaScript; every figure in them is in a table too."));
    }

    private static Page page(Result result) {
        Page page = new Page();
        HeadlineSection.addTo(page, result);
        SurroundingsSection.addTo(page, result.run());
        RatioSection.addTo(page, result);
        ThroughputSection.addTo(page, result);
        LatencySection.addTo(page, result);
        BatchCostSection.addTo(page, result);
        BurstSection.addTo(page, result);
        RoundSection.addTo(page, result);
        return page;
    }

    private static String policy(List<String> scripts) {
        List<String> hashes =
                scripts.stream().map(script -> "'sha256-" + hash(script) + "'").toList();
        return "default-src 'none'; style-src 'unsafe-inline'; script-src " + String.join(" ", hashes);
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** JSON that cannot end the element it stands in. */
    private static String island(List<Plot> plots) {
        return Results.json(plots).replace("<", "\\u003c");
    }

    private static String webjar(String path) {
        Properties jar = new Properties();
        try {
            jar.load(new StringReader(Resources.text("/META-INF/maven/org.webjars.npm/chart.js/pom.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Resources.text("/META-INF/resources/webjars/chart.js/" + jar.getProperty("version") + "/" + path);
    }
}
