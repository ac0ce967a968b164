package io.millrace.benchmarks.flow;

import io.millrace.benchmarks.latency.LatencyMeter;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.TopicWriter;
import io.millrace.jobs.load.Arrivals;
import io.millrace.models.learn.DataException;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.Outbound;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A process that sends one load, says when it began and how late it was, and ends when its standard input does. */
public final class SenderProcess {
    /** Begins the line with the start of the load: by the ticker in nanoseconds, and in epoch milliseconds. */
    static final String START = "start";
    /** Begins the line with the milliseconds by which 99 % of the measured events were late at most. */
    static final String SENT = "sent";

    private static final Duration LEAD = Duration.ofMillis(200);
    private static final long MOST_BYTES = 128L << 20;

    /** Waking up for each of many thousand events a second would take a tenth of the core that it shares with the broker. */
    private static final long SHORTEST_PAUSE_NANOS = 200_000;

    private SenderProcess() {}

    public static void main(String[] arguments) throws IOException, DataException {
        Home home = new Home(Environment.system().home());
        System.setProperty("millrace.logs", home.logs().toString());
        System.setProperty("millrace.command", "sender");
        new Thread(SenderProcess::endWithInput, "millrace-bench-end").start();
        send(LoadOrder.of(arguments), home);
    }

    private static void pause(long nanos) {
        LockSupport.parkNanos(Math.max(nanos, SHORTEST_PAUSE_NANOS));
    }

    private static void endWithInput() {
        try {
            RigRun.awaitEnd(System.in);
            Runtime.getRuntime().halt(0);
        } catch (IOException e) {
            Runtime.getRuntime().halt(1);
        }
    }

    private static void send(LoadOrder order, Home home) throws IOException, DataException {
        Ticker ticker = Ticker.system();
        Arrivals arrivals = order.arrivals();
        List<Outbound> events = EventsInMemory.of(Workloads.of(order.workload(), home), order.different(), MOST_BYTES);
        LatencyMeter lag = new LatencyMeter(order.shape().warmUp());
        try (TopicWriter writer = TopicWriter.uncompressed(
                new Cluster(order.target().bootstrap(), Map.of()),
                order.target().topic())) {
            long start = ticker.nanos() + LEAD.toNanos();
            System.out.println(START + " " + start + " " + (ticker.epochMillis() + LEAD.toMillis()));
            new Sender(arrivals, events, lag, new Sender.Clock(ticker, SenderProcess::pause)).run(start, writer::write);
            writer.flush();
        }
        System.out.println(SENT + " " + lag.percentiles().millis(99));
    }
}
