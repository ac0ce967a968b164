package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.flow.Rig;
import io.millrace.benchmarks.flow.Workload;
import io.millrace.benchmarks.flow.Workloads;
import io.millrace.jobs.launch.Console;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** Lists what can be compared. */
@Command(name = "list", description = "List the workloads and the rigs.", mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    private final Console console;

    ListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.print("workloads");
        for (Workload workload : Workloads.all()) {
            print(workload.name(), workload.description());
        }
        console.print("rigs");
        for (Rig rig : Rigs.all()) {
            print(rig.name(), rig.description());
        }
        return ExitCode.OK;
    }

    private void print(String name, String description) {
        console.print(String.format(Locale.ROOT, "  %-20s %s", name, description));
    }
}
