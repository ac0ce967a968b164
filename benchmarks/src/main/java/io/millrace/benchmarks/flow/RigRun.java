package io.millrace.benchmarks.flow;

import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.embedded.LocalFlink;
import io.millrace.models.time.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;

/** The life of a rig's process: it works until its standard input ends, or says its result if it is a loop. */
public final class RigRun {
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration SETTLE = Duration.ofMillis(300);

    private final RigInputs inputs;
    private final RigOrder order;

    private RigRun(RigInputs inputs, RigOrder order) {
        this.inputs = inputs;
        this.order = order;
    }

    /** Runs a rig as it was ordered, in the home that the environment names. */
    public static void run(Rig rig, Workload workload, RigOrder order) throws Exception {
        Home home = new Home(Environment.system().home());
        RigRun run = new RigRun(RigInputs.of(workload, home, order.topics()), order);
        if (rig instanceof Rig.Stream stream) {
            run.stream(stream);
        } else if (rig instanceof Rig.Loop loop) {
            run.loop(loop, System.out);
        }
    }

    /* Nothing is closed afterwards: the process is given up, and what it would do until then would be of no use. It
     * ends like any other, so that a flight recorder has its say. */
    private void stream(Rig.Stream rig) throws Exception {
        int slots = inputs.pipeline().runtime().parallelism();
        LocalFlink flink = LocalFlink.start(new LocalFlink.Settings(slots, /* webPort= */ 0, /* prometheusPort= */ 0));
        flink.submit(rig.graph(inputs), inputs.home().checkpoints(order.topics().round(), "rig"));
        awaitEnd(System.in);
        System.exit(0);
    }

    private void loop(Rig.Loop rig, PrintStream out) throws Exception {
        try (Rig.Turns turns = rig.open(inputs)) {
            Duration warmUp = WARM_UP.compareTo(order.measured()) < 0 ? WARM_UP : order.measured();
            turn(turns, warmUp);
            out.println(RigOrder.WARM);
            turn(turns, SETTLE);
            long from = Ticker.system().epochMillis();
            long events = turn(turns, order.measured());
            long to = Ticker.system().epochMillis();
            out.println(RigOrder.RESULT + " " + events + " " + from + " " + to + " " + turns.note());
        }
    }

    private static long turn(Rig.Turns turns, Duration time) throws Exception {
        long start = Ticker.system().nanos();
        long events = 0;
        while (Ticker.system().nanos() - start < time.toNanos()) {
            events += turns.turn();
        }
        return events;
    }

    static void awaitEnd(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }
}
