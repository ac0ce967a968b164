package io.millrace.jobs.demo;

import io.millrace.jobs.demo.DemoState.Progress;
import io.millrace.jobs.demo.Line.Style;
import io.millrace.operators.record.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The picture of a state: a pure function from state and width to lines. */
final class DemoView {
    static final int MIN_WIDTH = 60;
    static final int MAX_WIDTH = 100;

    private static final int LABEL = 12;
    private static final int FIGURE = 22;
    private static final int COLUMN_GAP = 3;
    private static final int REASON = 18;

    private final int width;

    DemoView(int terminalWidth) {
        this.width = Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, terminalWidth));
    }

    int width() {
        return width;
    }

    /** The whole picture, top to bottom. */
    List<Line> frame(DemoState state) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.empty()
                .add(Style.BOLD, "millrace demo")
                .add(Style.DIM, "  a made-up housing market, scored as it happens")
                .endingAt(width, Style.CYAN, state.model()));
        lines.add(steps(state.steps()));
        lines.add(progress(state.progress()));
        Live live = state.live();
        if (live != null) {
            lines.add(Line.empty());
            addFigures(lines, live);
            lines.add(Line.empty());
            addPanels(lines, live);
        }
        return lines;
    }

    private static Line steps(List<Step> steps) {
        Line line = Line.empty();
        for (Step step : steps) {
            Style style = style(step.status());
            line.add(style, mark(step.status())).add(style, ' ' + step.name());
            line.add(Style.DIM, step.detail().isEmpty() ? "  " : ' ' + step.detail() + "  ");
        }
        return line;
    }

    private static String mark(Step.Status status) {
        return switch (status) {
            case WAITING -> "·";
            case RUNNING -> "▶";
            case DONE -> "✔";
            case FAILED -> "✘";
        };
    }

    private static Style style(Step.Status status) {
        return switch (status) {
            case WAITING -> Style.DIM;
            case RUNNING -> Style.BOLD;
            case DONE -> Style.GREEN;
            case FAILED -> Style.RED;
        };
    }

    private Line progress(Progress progress) {
        if (progress.total() <= 0) {
            return Line.empty();
        }
        String text = progress.unit() + ' ' + Figures.count(progress.done()) + " of " + Figures.count(progress.total());
        int room = width - 31;
        String bar = Chart.bar(progress.share(), room);
        return Line.empty()
                .add(Style.CYAN, bar)
                .add(Style.DIM, "░".repeat(room - bar.length()))
                .endingAt(width, Style.NORMAL, text);
    }

    private void addFigures(List<Line> lines, Live live) {
        int room = width - FIGURE;
        Live.Accuracy accuracy = live.accuracy();
        Live.Latency latency = live.latency();
        Live.Learning learning = live.learning();
        double highest = Math.max(Chart.highest(accuracy.history()), Chart.highest(learning.frozenHistory()));
        lines.add(figure("events/s", Figures.count(Math.round(live.speed().perSecond())))
                .add(Style.CYAN, Chart.spark(live.speed().history(), room)));
        lines.add(figure("error", Figures.percent(accuracy.error()))
                .add(Style.YELLOW, Chart.spark(accuracy.history(), room, highest)));
        lines.add(figure("version 1", Figures.percent(learning.frozenError()))
                .add(Style.DIM, Chart.spark(learning.frozenHistory(), room, highest)));
        lines.add(shift(accuracy, room));
        lines.add(learning(learning));
        lines.add(label("accuracy")
                .add("MAE " + Figures.money(accuracy.meanAbsoluteError()) + "   R² "
                        + Figures.decimal(accuracy.rSquared(), 3))
                .add(Style.DIM, "   against the true prices"));
        lines.add(label("latency")
                .add("p50 " + Figures.millis(latency.p50()) + "   p99 " + Figures.millis(latency.p99()) + "   max "
                        + Figures.millis(latency.max()))
                .add(Style.DIM, "   from due to read"));
        lines.add(label("features").add(Figures.percent(live.cacheHitRate())).add(Style.DIM, " from the cache"));
    }

    private static Line learning(Live.Learning learning) {
        Standing standing = learning.standing();
        return label("learning")
                .add(Figures.count(learning.labels()) + " labels   ")
                .add(Style.BOLD, standing.champion() == 0 ? "" : "version " + standing.champion() + " serves")
                .add(standing.candidate() == 0 ? "" : ", " + standing.candidate() + " is tried")
                .add(Style.DIM, "   promotions " + standing.promotions());
    }

    private Line shift(Live.Accuracy accuracy, int room) {
        int columns = Math.min(room, accuracy.history().size());
        int at = (int) (accuracy.shiftAt() * columns);
        boolean reached = accuracy.history().stream()
                .skip((long) (accuracy.shiftAt() * accuracy.history().size()))
                .anyMatch(value -> !value.isNaN());
        return reached ? Line.empty().to(FIGURE + at).add(Style.DIM, "▲ the market shifts") : Line.empty();
    }

    private static Line label(String name) {
        return Line.empty().add(Style.DIM, name).to(LABEL);
    }

    private static Line figure(String name, String figure) {
        return label(name).endingAt(FIGURE - 2, Style.BOLD, figure).to(FIGURE);
    }

    private void addPanels(List<Line> lines, Live live) {
        int half = (width - COLUMN_GAP) / 2;
        List<Long> counts = live.batches().counts();
        List<Map.Entry<Reason, Integer>> reasons = live.rejections().entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .toList();
        lines.add(Line.empty()
                .add("rows per batch, mean ")
                .add(Style.BOLD, Figures.decimal(live.batches().mean(), 1))
                .to(half + COLUMN_GAP)
                .add("dead letters ")
                .add(Style.BOLD, Figures.count(live.deadLetters())));
        for (int i = 0; i < Math.max(counts.size(), reasons.size()); i++) {
            Line line = Line.empty();
            if (i < counts.size()) {
                addBatches(line, counts, i, half);
            }
            if (i < reasons.size()) {
                addReason(line.to(half + COLUMN_GAP), reasons, i);
            }
            lines.add(line);
        }
    }

    private static void addBatches(Line line, List<Long> counts, int bucket, int half) {
        long all = counts.stream().mapToLong(Long::longValue).sum();
        long most = counts.stream().mapToLong(Long::longValue).max().orElse(0);
        double share = all == 0 ? 0 : (double) counts.get(bucket) / all;
        double height = most == 0 ? 0 : (double) counts.get(bucket) / most;
        int smallest = 1 << bucket;
        String name = bucket == 0 ? "1" : smallest + "–" + (2 * smallest - 1);
        line.endingAt(7, Style.DIM, name)
                .endingAt(15, Style.NORMAL, Figures.percent(share))
                .add(" ")
                .add(Style.CYAN, Chart.bar(height, half - 16));
    }

    private void addReason(Line line, List<Map.Entry<Reason, Integer>> reasons, int index) {
        int most = reasons.stream().mapToInt(Map.Entry::getValue).max().orElse(1);
        int count = reasons.get(index).getValue();
        int start = (width - COLUMN_GAP) / 2 + COLUMN_GAP;
        line.add(Style.DIM, reasons.get(index).getKey().name())
                .endingAt(start + REASON + 6, Style.NORMAL, Figures.count(count))
                .add(" ")
                .add(Style.RED, Chart.bar((double) count / most, width - start - REASON - 7));
    }
}
