package io.millrace.benchmarks.report;

/** An axis of a plot. */
record Axis(String title, Scale scale) {
    /** How values lie along it. */
    enum Scale {
        /** Equal steps. */
        LINEAR,
        /** Equal factors. */
        LOG
    }
}
