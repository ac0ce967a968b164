package io.millrace.benchmarks.report;

import static io.millrace.benchmarks.report.Markup.classed;
import static io.millrace.benchmarks.report.Markup.join;
import static io.millrace.benchmarks.report.Markup.tag;

import io.millrace.benchmarks.report.Machine.Conditions;
import io.millrace.benchmarks.report.Machine.Hardware;
import io.millrace.benchmarks.report.Machine.Software;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The machine, the settings, and what the short names stand for. */
final class SurroundingsSection {
    private SurroundingsSection() {}

    static void addTo(Page page, Run run) {
        page.section(
                "Machine and settings",
                classed("div", "boxes", box("Machine", machine(run.machine())), box("Run", run(run))));
        if (!run.legend().workloads().isEmpty() || !run.legend().rigs().isEmpty()) {
            page.section(
                    "Workloads and rigs",
                    classed(
                            "div",
                            "boxes",
                            box("Workloads", run.legend().workloads()),
                            box("Rigs", run.legend().rigs())));
        }
    }

    private static Map<String, String> machine(Machine machine) {
        Hardware hardware = machine.hardware();
        Software software = machine.software();
        Conditions conditions = machine.conditions();
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("processor", hardware.cpu());
        entries.put("cores", Figures.count(hardware.cores()));
        entries.put("memory", Figures.bytes(hardware.memoryBytes()));
        entries.put("pinning", conditions.pinning());
        entries.put("system", software.os());
        entries.put("Java", software.java());
        entries.put("commit", software.commit());
        entries.put("started", conditions.start().toString());
        entries.put("load before", Figures.digits(conditions.load()));
        return entries;
    }

    private static Map<String, String> run(Run run) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("command", run.command());
        entries.put("seed", Long.toString(run.seed()));
        entries.putAll(run.settings());
        return entries;
    }

    private static Markup box(String title, Map<String, String> entries) {
        if (entries.isEmpty()) {
            return Markup.EMPTY;
        }
        Markup list = join(entries.entrySet().stream()
                .map(entry -> join(List.of(tag("dt", entry.getKey()), tag("dd", entry.getValue()))))
                .toList());
        return classed("div", "box", tag("h3", title), tag("dl", list));
    }
}
