package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.flow.RigOrder;
import io.millrace.benchmarks.flow.RigRun;
import io.millrace.benchmarks.flow.Workloads;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Home;

/** The process of one rig in one round. */
public final class RigProcess {

    private RigProcess() {}

    public static void main(String[] arguments) throws Exception {
        RigOrder order = RigOrder.of(arguments);
        Home home = new Home(Environment.system().home());
        System.setProperty("millrace.logs", home.logs().toString());
        System.setProperty("millrace.command", order.topics().round());
        RigRun.run(Rigs.of(order.rig()).orElseThrow(), Workloads.of(order.workload(), home), order);
    }
}
