package io.millrace.benchmarks.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.embedded.LocalFlink;
import io.millrace.jobs.embedded.LocalJob;
import io.millrace.models.time.Ticker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;

/** The life of a rig's process: it works until it is told to stop, or says its result if it is a loop. */
public final class RigRun {
    private static final Duration DRAINED_WITHIN = Duration.ofSeconds(60);
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
            run.stream(stream, System.in, System.out);
        } else if (rig instanceof Rig.Loop loop) {
            run.loop(loop, System.out);
        }
    }

    /* The cluster is not closed afterwards: the process is given up, and what it would do until then would be of no use.
     * It ends like any other, so that a flight recorder has its say. */
    private void stream(Rig.Stream rig, InputStream in, PrintStream out) throws Exception {
        StreamGraph graph = rig.graph(inputs);
        int slots = graph.getStreamNodes().stream()
                .mapToInt(StreamNode::getParallelism)
                .max()
                .orElse(1);
        LocalFlink flink = LocalFlink.start(new LocalFlink.Settings(slots, /* webPort= */ 0, /* prometheusPort= */ 0));
        LocalJob job =
                flink.submit(graph, inputs.home().checkpoints(order.topics().round(), "rig"));
        Thread companion = companion(rig, job);
        BufferedReader told = new BufferedReader(new InputStreamReader(in, UTF_8));
        if (RigOrder.STOP.equals(told.readLine())) {
            companion.interrupt();
            companion.join();
            out.println(RigOrder.STOPPED + " "
                    + RigOrder.text(job.drain(order.topics().events(), DRAINED_WITHIN)));
        }
        System.exit(0);
    }

    /* If it fails the process ends: what would be measured from then on is not what was asked for. */
    private Thread companion(Rig.Stream rig, LocalJob job) {
        Thread thread = new Thread(
                () -> {
                    try {
                        rig.accompany(job, order.pace().measured());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (Exception e) {
                        e.printStackTrace(System.err);
                        System.exit(1);
                    }
                },
                "companion");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void loop(Rig.Loop rig, PrintStream out) throws Exception {
        try (Rig.Turns turns = rig.open(inputs)) {
            turn(turns, order.pace().warmUp());
            out.println(RigOrder.WARM);
            turn(turns, SETTLE);
            long from = Ticker.system().epochMillis();
            long events = turn(turns, order.pace().measured());
            long to = Ticker.system().epochMillis();
            out.println(RigOrder.RESULT + " " + events + " " + from + " " + to + " " + turns.note());
            // What the process took can be read only as long as there is one.
            awaitEnd(System.in);
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
