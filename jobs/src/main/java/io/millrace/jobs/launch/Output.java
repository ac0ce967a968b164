package io.millrace.jobs.launch;

import picocli.CommandLine.Option;

/** How a command presents its result. */
public final class Output {
    @Option(names = "--json", description = "print the result as one JSON object on the last line of standard output")
    private boolean json;

    /** Whether the object was asked for. */
    public boolean json() {
        return json;
    }
}
