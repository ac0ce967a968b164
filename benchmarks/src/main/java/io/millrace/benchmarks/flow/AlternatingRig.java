package io.millrace.benchmarks.flow;

import io.millrace.jobs.embedded.LocalJob;
import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.Counting;
import java.time.Duration;
import java.util.Locale;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * The scoring job, in which one thing is on and off by turns. Both sides of the comparison are one process, compiled once,
 * and seconds apart, so that it tells a few percent where whole processes differ by ten.
 */
public final class AlternatingRig implements Rig.Stream {
    private static final String SUFFIX = "-by-turns";
    private static final Duration NEVER = Duration.ofDays(365);
    private static final Duration CHECKPOINT_WITHIN = Duration.ofSeconds(30);

    private final Thing thing;

    /** What is on and off. */
    private enum Thing {
        METRICS(Duration.ofSeconds(1), 0.97, "Millrace's own metrics are counted and not counted"),
        /** One in ten seconds may cost 3 %: one in two seconds five times as much. */
        CHECKPOINTS(Duration.ofSeconds(2), 0.85, "there is a checkpoint at the beginning and none");

        private final Duration turn;
        private final double promised;
        private final String description;

        Thing(Duration turn, double promised, String description) {
            this.turn = turn;
            this.promised = promised;
            this.description = description;
        }
    }

    private AlternatingRig(Thing thing) {
        this.thing = thing;
    }

    /** With and without metrics of its own, to see what they cost. */
    public static AlternatingRig metrics() {
        return new AlternatingRig(Thing.METRICS);
    }

    /** With a checkpoint and without, to see what one costs. */
    public static AlternatingRig checkpoints() {
        return new AlternatingRig(Thing.CHECKPOINTS);
    }

    @Override
    public String name() {
        return thing() + SUFFIX;
    }

    /** What the turns are called in which the thing is on. */
    String on() {
        return thing() + "-on";
    }

    /** What the turns are called in which it is off. */
    String off() {
        return thing() + "-off";
    }

    /** The least share of the rate with it off that is promised with it on. */
    double promised() {
        return thing.promised;
    }

    private String thing() {
        return thing.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String description() {
        return "the scoring job with its default settings, but in turns of " + thing.turn.toSeconds() + " s "
                + thing.description;
    }

    @Override
    public StreamGraph graph(RigInputs inputs) {
        Configuration settings = inputs.settings();
        switch (thing) {
            case METRICS -> System.setProperty(Counting.PROPERTY, "switchable"); // the process is this rig's alone
            case CHECKPOINTS -> settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, NEVER);
        }
        return StageGraph.whole(inputs, inputs.model(), settings);
    }

    /** The turns of a round of that length. */
    Alternation turns(Duration measured) {
        return Alternation.within(measured, thing.turn);
    }

    /** Switches at every turn, until the thread is interrupted or the job has ended. */
    @Override
    public void accompany(LocalJob job, Duration measured) throws Exception {
        Alternation turns = turns(measured);
        while (!job.ended()) {
            long now = Ticker.system().epochMillis();
            boolean on = turns.on(now);
            switch (thing) {
                case METRICS -> Counting.set(on);
                case CHECKPOINTS -> {
                    if (on && job.condition().running()) {
                        job.checkpoint(CHECKPOINT_WITHIN);
                    }
                }
            }
            Thread.sleep(Math.max(0, turns.end(now) - Ticker.system().epochMillis()));
        }
    }
}
