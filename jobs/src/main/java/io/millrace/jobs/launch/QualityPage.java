package io.millrace.jobs.launch;

import io.millrace.jobs.launch.QualityHistory.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Live quality as one page that needs nothing else: a line for each version over time, and the table. */
final class QualityPage {
    private static final String SERVED = "served, whichever version";
    private static final int SERVED_POINTS = 100;
    private static final int WIDTH = 900;
    private static final int HEIGHT = 320;
    private static final int LEFT = 80;
    private static final int TOP = 20;
    private static final List<String> COLORS =
            List.of("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b", "#7f7f7f");

    private final String title;
    private final QualityTable table;
    private final Map<String, List<Point>> courses = new LinkedHashMap<>();
    private final Frame frame;

    /** What the chart spans. */
    private record Frame(Instant first, Instant last, double lowest, double highest) {

        static Frame of(List<Point> points) {
            Instant first =
                    points.stream().map(Point::time).min(Instant::compareTo).orElse(Instant.EPOCH);
            Instant last =
                    points.stream().map(Point::time).max(Instant::compareTo).orElse(first);
            double lowest = points.stream().mapToDouble(Point::value).min().orElse(0);
            double highest = points.stream().mapToDouble(Point::value).max().orElse(1);
            return new Frame(first, last, lowest, highest > lowest ? highest : lowest + 1);
        }

        String at(Point point) {
            double millis = Math.max(1, Duration.between(first, last).toMillis());
            double across = Duration.between(first, point.time()).toMillis() / millis;
            double up = (point.value() - lowest) / (highest - lowest);
            return String.format(Locale.ROOT, "%.1f,%.1f", LEFT + across * WIDTH, TOP + (1 - up) * HEIGHT);
        }
    }

    QualityPage(String pipeline, String slice, QualityHistory history, QualityTable table) {
        this.title = pipeline + ": " + history.metric() + " over time, fading, slice " + slice;
        this.table = table;
        ServedCourse served = history.served().get(slice);
        if (served != null) {
            courses.put(SERVED, served.course(history.metric(), SERVED_POINTS));
        }
        history.courses(slice, table.first()).forEach((name, course) -> courses.put("version " + name, course));
        this.frame = Frame.of(courses.values().stream().flatMap(List::stream).toList());
    }

    String html() {
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>%1$s</title><style>
                body { font: 15px system-ui, sans-serif; margin: 2em auto; max-width: 1000px; color: #222; }
                svg { width: 100%%; } text { font-size: 12px; fill: #555; } polyline { fill: none; stroke-width: 1.6; }
                table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 13px; }
                th, td { padding: 3px 10px; text-align: right; border-bottom: 1px solid #ddd; }
                </style></head><body><h1>%1$s</h1>
                %2$s
                %3$s
                <p>* fewer than 80 %% of the labels are expected to have come%4$s</p>
                </body></html>
                """.formatted(escaped(title), chart(), rows(), left());
    }

    private String chart() {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\">",
                LEFT + WIDTH + 20,
                TOP + HEIGHT + 40 + 20 * courses.size()));
        svg.append(String.format(
                Locale.ROOT,
                "<path d=\"M%1$d %2$d V%3$d H%4$d\" fill=\"none\" stroke=\"#999\"/>",
                LEFT,
                TOP,
                TOP + HEIGHT,
                LEFT + WIDTH));
        text(svg, 5, TOP + 5, QualityTable.number(frame.highest()));
        text(svg, 5, TOP + HEIGHT, QualityTable.number(frame.lowest()));
        text(svg, LEFT, TOP + HEIGHT + 18, frame.first().toString());
        text(svg, LEFT + WIDTH - 130, TOP + HEIGHT + 18, frame.last().toString());
        int number = 0;
        for (Map.Entry<String, List<Point>> each : courses.entrySet()) {
            boolean served = each.getKey().equals(SERVED);
            String color = served ? "#222" : COLORS.get(number % COLORS.size());
            List<String> points = new ArrayList<>();
            each.getValue().forEach(point -> points.add(frame.at(point)));
            svg.append("<polyline stroke=\"").append(color);
            svg.append(served ? "\" style=\"stroke-width: 3" : "").append("\" points=\"");
            svg.append(String.join(" ", points)).append("\"/>");
            int y = TOP + HEIGHT + 40 + 20 * number++;
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"4\" fill=\"%s\"/>",
                    LEFT,
                    y - 6,
                    color));
            text(svg, LEFT + 22, y, each.getKey());
        }
        return svg.append("</svg>").toString();
    }

    private String left() {
        return table.left() == 0 ? "" : "<br>" + table.left() + " earlier versions are not shown";
    }

    private static void text(StringBuilder svg, int x, int y, String text) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\">%s</text>", x, y, escaped(text)));
    }

    private String rows() {
        StringBuilder html = new StringBuilder("<table><tr>");
        table.heads().forEach(head -> html.append("<th>").append(escaped(head)).append("</th>"));
        for (List<String> row : table.rows()) {
            html.append("</tr>\n<tr>");
            row.forEach(cell -> html.append("<td>").append(escaped(cell)).append("</td>"));
        }
        return html.append("</tr></table>").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
