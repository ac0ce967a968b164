package io.millrace.jobs.demo;

import io.millrace.jobs.demo.DemoState.Progress;
import io.millrace.models.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the demonstration writes how far it is and the screen reads it. Safe for use by several threads. */
final class DemoBoard {
    private static final Progress NONE = new Progress("", 0, 0);

    private final Ticker ticker;
    private final List<Step> steps = new ArrayList<>();
    private int running = -1;
    private long beganNanos;
    private String model = "";
    private Supplier<Progress> progress = () -> NONE;
    private @Nullable Supplier<Live> live;

    DemoBoard(List<String> steps, Ticker ticker) {
        this.ticker = ticker;
        steps.forEach(name -> this.steps.add(new Step(name, Step.Status.WAITING, "")));
    }

    /** Ends the step that runs and begins the next one. */
    synchronized void next() {
        finish(Step.Status.DONE);
        running++;
        beganNanos = ticker.nanos();
        progress = () -> NONE;
        steps.set(running, new Step(steps.get(running).name(), Step.Status.RUNNING, ""));
    }

    /** Says how far the running step is. */
    synchronized void progress(Supplier<Progress> source) {
        progress = source;
    }

    /** Says what scores. */
    synchronized void model(String name) {
        model = name;
    }

    /** Shows the figures of the stream from now on. */
    synchronized void live(Supplier<Live> source) {
        live = source;
    }

    /** Ends the step that runs, and with it the demonstration. */
    synchronized void end(Step.Status status) {
        finish(status);
        running = steps.size();
    }

    synchronized DemoState state() {
        return new DemoState(model, steps, progress.get(), live == null ? null : live.get());
    }

    private void finish(Step.Status status) {
        if (running >= 0 && running < steps.size()) {
            String seconds = Figures.decimal((ticker.nanos() - beganNanos) / 1e9, 1) + " s";
            steps.set(running, new Step(steps.get(running).name(), status, seconds));
        }
    }
}
