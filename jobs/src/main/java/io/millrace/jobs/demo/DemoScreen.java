package io.millrace.jobs.demo;

import io.millrace.models.time.Ticker;
import java.io.PrintStream;
import java.util.List;

/** Where the states are shown: redrawn in place on a terminal, a line now and then anywhere else. */
sealed interface DemoScreen {

    /** Shows a state. */
    void show(DemoState state);

    /** The picture, drawn over the one before. */
    final class Redrawn implements DemoScreen {
        private final DemoView view;
        private final PrintStream out;
        private int drawn;

        Redrawn(DemoView view, PrintStream out) {
            this.view = view;
            this.out = out;
        }

        @Override
        public synchronized void show(DemoState state) {
            List<Line> lines = view.frame(state);
            StringBuilder text = new StringBuilder();
            if (drawn > 0) {
                text.append("\u001B[").append(drawn).append('A');
            }
            for (Line line : lines) {
                text.append('\r').append(line.styled(view.width())).append("\u001B[K\n");
            }
            text.append("\u001B[J");
            drawn = lines.size();
            out.print(text);
            out.flush();
        }
    }

    /** A line whenever a step begins or ends, and every few seconds while the stream runs. */
    final class Lines implements DemoScreen {
        private static final long INTERVAL_NANOS = 3_000_000_000L;

        private final PrintStream out;
        private final Ticker ticker;
        private List<Step> steps = List.of();
        private long lastNanos;

        Lines(PrintStream out, Ticker ticker) {
            this.out = out;
            this.ticker = ticker;
            this.lastNanos = ticker.nanos();
        }

        @Override
        public synchronized void show(DemoState state) {
            for (int i = 0; i < state.steps().size(); i++) {
                Step step = state.steps().get(i);
                boolean known = i < steps.size() && steps.get(i).status() == step.status();
                if (!known && step.status() != Step.Status.WAITING) {
                    out.println(DemoLines.step(step));
                }
            }
            steps = state.steps();
            if (state.progress().total() > 0 && ticker.nanos() - lastNanos >= INTERVAL_NANOS) {
                lastNanos = ticker.nanos();
                out.println(DemoLines.progress(state));
            }
            out.flush();
        }
    }
}
