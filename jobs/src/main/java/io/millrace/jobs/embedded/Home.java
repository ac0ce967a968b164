package io.millrace.jobs.embedded;

import java.nio.file.Path;

/** The folder that holds everything Millrace keeps on this machine: the broker's log, checkpoints, the registry. */
public record Home(Path root) {

    public Home {
        root = root.toAbsolutePath().normalize();
    }

    /** The embedded broker's log, its lock and the note that says where it listens. */
    public Path broker() {
        return root.resolve("broker");
    }

    /** Checkpoints and savepoints of one pipeline's job. */
    public Path checkpoints(String pipeline, String job) {
        return root.resolve("checkpoints").resolve(pipeline).resolve(job);
    }

    /** Models, their versions and aliases. */
    public Path registry() {
        return root.resolve("registry");
    }

    /** Log files of the commands. */
    public Path logs() {
        return root.resolve("logs");
    }
}
