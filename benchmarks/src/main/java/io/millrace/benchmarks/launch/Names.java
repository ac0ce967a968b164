package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.flow.Rig;
import io.millrace.benchmarks.flow.Workload;
import io.millrace.benchmarks.flow.Workloads;
import io.millrace.config.bind.Nearest;
import io.millrace.jobs.launch.WrongUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Workloads and rigs by the names that a command was given. */
final class Names {

    private Names() {}

    static List<Workload> workloads(List<String> names) {
        List<String> known = Workloads.all().stream().map(Workload::name).toList();
        return found("workload", names, known, Workloads::of, Workload::name);
    }

    /** The workload of a name, of which the latency of each event can be measured. */
    static Workload loadable(String name) {
        Workload workload = workloads(List.of(name)).get(0);
        if (workload.rowsPerRecord() > 1) {
            throw new WrongUse("latency is measured of workloads with one event in a record: workload="
                    + workload.name() + ", events in a record=" + workload.rowsPerRecord());
        }
        return workload;
    }

    /** The rigs of these names, each of which must be able to carry one of the workloads. */
    static List<Rig> rigs(List<String> names, List<Workload> workloads) {
        List<Rig> rigs = found("rig", names, Rigs.all().stream().map(Rig::name).toList(), Rigs::of, Rig::name);
        for (Rig rig : rigs) {
            if (workloads.stream().noneMatch(rig::carries)) {
                throw new WrongUse("rig carries none of the workloads: rig=" + rig.name() + ", workloads="
                        + named(workloads.stream()) + ", carries="
                        + named(Workloads.all().stream().filter(rig::carries)));
            }
        }
        return rigs;
    }

    private static List<String> named(Stream<Workload> workloads) {
        return workloads.map(Workload::name).toList();
    }

    private static <T> List<T> found(
            String kind,
            List<String> names,
            List<String> known,
            Function<String, Optional<T>> find,
            Function<T, String> nameOf) {
        List<T> found = new ArrayList<>();
        for (String name : names) {
            T each = find.apply(name)
                    .orElseThrow(() -> new WrongUse(
                            "no such " + kind + ": name=" + name + ", known=" + known + Nearest.hint(name, known)));
            if (found.stream().anyMatch(other -> nameOf.apply(other).equals(nameOf.apply(each)))) {
                throw new WrongUse(kind + " is named twice: name=" + nameOf.apply(each) + ", names=" + names);
            }
            found.add(each);
        }
        return found;
    }
}
