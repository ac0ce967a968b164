package io.millrace.benchmarks.report;

import static io.millrace.benchmarks.report.Markup.classed;
import static io.millrace.benchmarks.report.Markup.join;
import static io.millrace.benchmarks.report.Markup.tag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The body of a report while it is being put together: its sections, and the plots that its script draws. */
final class Page {
    private final List<Markup> sections = new ArrayList<>();
    private final List<Plot> plots = new ArrayList<>();

    /** Adds a section. */
    void section(String title, Markup... content) {
        sections.add(tag("section", tag("h2", title), join(Arrays.asList(content))));
    }

    /**
     * The place of a plot.
     *
     * @param caption what it shows, for those who see it and those who do not
     */
    Markup plot(Plot plot, String caption) {
        String id = "plot-" + plots.size();
        plots.add(plot);
        Markup canvas = tag("canvas", Map.of("id", id, "role", "img", "aria-label", caption));
        return tag("figure", classed("div", "plot", canvas), tag("figcaption", caption));
    }

    Markup body() {
        return join(sections);
    }

    List<Plot> plots() {
        return plots;
    }
}
