package io.millrace.benchmarks.report;

/** A rig on a workload: what is measured once in every round. */
public record Cell(String workload, String rig) {
    @Override
    public String toString() {
        return workload + "/" + rig;
    }
}
