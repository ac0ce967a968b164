package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.report.BurstResult;
import io.millrace.benchmarks.report.LatencyResult;
import io.millrace.benchmarks.report.Result;
import io.millrace.benchmarks.report.Round;
import io.millrace.benchmarks.report.Verdict;
import io.millrace.jobs.launch.CommandFailure;
import java.util.Locale;

/** What makes a benchmark fail: a slow rig does not, a wrong one does. */
final class Correctness {

    private Correctness() {}

    /**
     * Nothing, if everything that was measured passed the correctness gate.
     *
     * @throws CommandFailure if something did not
     */
    static void require(Result result) {
        for (Round round : result.throughput().rounds()) {
            require(round.verdict(), round.cell().toString());
        }
        for (LatencyResult latency : result.latency()) {
            for (LatencyResult.Load load : latency.loads()) {
                require(
                        load.verdict(),
                        String.format(Locale.ROOT, "%s, load=%.0f %%", latency.cell(), 100 * load.share()));
            }
        }
        for (BurstResult burst : result.bursts()) {
            require(burst.verdict(), burst.cell() + ", burst");
        }
    }

    private static void require(Verdict verdict, String what) {
        if (!verdict.correct()) {
            throw new CommandFailure("outputs are wrong: rig=" + what + ", " + verdict.why());
        }
    }
}
