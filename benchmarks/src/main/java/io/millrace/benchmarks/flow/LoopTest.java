package io.millrace.benchmarks.flow;

import io.millrace.benchmarks.report.Cell;
import io.millrace.benchmarks.report.Round;
import io.millrace.models.time.Ticker;
import java.io.IOException;
import java.time.Duration;

/** One round of a rig without a stream: a fresh process turns its loop for as long as told and says how far it came. */
final class LoopTest {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Bed bed;
    private final Cores cores;
    private final RigStarter starter;

    LoopTest(Bed bed, Cores cores, RigStarter starter) {
        this.bed = bed;
        this.cores = cores;
        this.starter = starter;
    }

    /**
     * Runs a round.
     *
     * @param times told what the rig notes of batches
     */
    Round run(Rig.Loop rig, int number, RigOrder order, BatchTimes times) throws IOException, InterruptedException {
        try (ChildJvm child =
                starter.start(order, bed.furnished().home().root(), command -> cores.on(Cores.RIG, command))) {
            Observations observations = new Observations();
            CpuClock clock = new CpuClock(child.pid(), cores.pinned());
            String line = null;
            while (line == null || !line.startsWith(RigOrder.RESULT)) {
                if (RigOrder.WARM.equals(line)) {
                    cores.separate(clock);
                }
                observations.add(Ticker.system().epochMillis(), clock.read());
                line = child.line(LOOK_EVERY);
                if (line == null && !child.alive()) {
                    throw new IOException("rig has ended early: rig=" + rig.name() + ", log=" + child.log());
                }
            }
            observations.add(Ticker.system().epochMillis(), clock.read());
            String[] result = line.split(" ", -1);
            times.add(result[4]);
            Window window = new Window(Long.parseLong(result[1]), Long.parseLong(result[2]), Long.parseLong(result[3]));
            return new Round(
                    new Cell(bed.workload().name(), rig.name()),
                    number,
                    window.sample(observations),
                    window.verdict(observations));
        }
    }
}
