package io.millrace.jobs.demo;

import java.util.Locale;

/** A state in one line of plain text, for logs and pipes. */
final class DemoLines {
    private DemoLines() {}

    static String step(Step step) {
        String what = step.status().name().toLowerCase(Locale.ROOT) + ": " + step.name();
        return step.detail().isEmpty() ? what : what + " (" + step.detail() + ')';
    }

    static String progress(DemoState state) {
        DemoState.Progress progress = state.progress();
        StringBuilder line = new StringBuilder(progress.unit())
                .append(' ')
                .append(Figures.count(progress.done()))
                .append(" of ")
                .append(Figures.count(progress.total()));
        Live live = state.live();
        if (live != null) {
            line.append(", ")
                    .append(Figures.count(Math.round(live.speed().perSecond())))
                    .append(" events/s");
            line.append(", p50 ").append(Figures.millis(live.latency().p50()));
            line.append(", p99 ").append(Figures.millis(live.latency().p99()));
            line.append(", error ").append(Figures.percent(live.accuracy().error()));
            line.append(" (version 1 ")
                    .append(Figures.percent(live.learning().frozenError()))
                    .append(')');
            int champion = live.learning().standing().champion();
            line.append(", serves version ").append(champion == 0 ? "–" : Integer.toString(champion));
            line.append(", labels ").append(Figures.count(live.learning().labels()));
            line.append(", R² ").append(Figures.decimal(live.accuracy().rSquared(), 3));
            line.append(", batch ").append(Figures.decimal(live.batches().mean(), 1));
            line.append(", cache ").append(Figures.percent(live.cacheHitRate()));
            line.append(", dead letters ").append(Figures.count(live.deadLetters()));
        }
        return line.toString();
    }
}
