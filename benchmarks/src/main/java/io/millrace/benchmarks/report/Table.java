package io.millrace.benchmarks.report;

import static io.millrace.benchmarks.report.Markup.classed;
import static io.millrace.benchmarks.report.Markup.join;
import static io.millrace.benchmarks.report.Markup.tag;
import static io.millrace.benchmarks.report.Markup.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A table; it scrolls sideways by itself where the page is narrow. */
final class Table {
    private final Markup head;
    private final List<Markup> rows = new ArrayList<>();

    /** A table with these columns. A name that starts with a {@code #} is one of numbers, which stand on the right. */
    Table(String... columns) {
        this.head = tag(
                "tr",
                join(Arrays.stream(columns)
                        .map(column -> column.startsWith("#")
                                ? tag("th", Map.of("class", "number", "scope", "col"), text(column.substring(1)))
                                : tag("th", Map.of("scope", "col"), text(column)))
                        .toList()));
    }

    /** Adds a row. */
    void row(Markup... cells) {
        rows.add(tag("tr", cells));
    }

    /** Adds a row of a class. */
    void row(String type, Markup... cells) {
        rows.add(classed("tr", type, cells));
    }

    static Markup cell(String text) {
        return tag("td", text);
    }

    /** A cell that is not broken into lines. */
    static Markup name(String text) {
        return classed("td", "name", text(text));
    }

    static Markup number(String text) {
        return classed("td", "number", text(text));
    }

    Markup markup() {
        return classed("div", "scroll", tag("table", tag("thead", head), tag("tbody", join(rows))));
    }
}
