package io.millrace.jobs.embedded;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.Checkpoints;

/**
 * A checkpoint or savepoint that a job can go on from.
 *
 * @param location the folder with its metadata
 * @param saved when it was completed
 */
public record SavedState(Path location, FileTime saved) {
    private static final String METADATA = "_metadata";
    private static final int DEEPEST = 3;

    public SavedState {
        location = location.normalize();
    }

    /** How Flink is told of it. */
    public URI uri() {
        return location.toUri();
    }

    /**
     * The newest one in a folder that can be read; a folder without metadata was never completed and does not count.
     *
     * @param say told in a sentence of each newer one that is damaged
     */
    public static Optional<SavedState> newest(Path directory, Consumer<String> say) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        for (SavedState candidate : complete(directory)) {
            try {
                candidate.read();
                return Optional.of(candidate);
            } catch (IOException | RuntimeException e) {
                say.accept("Skipping a damaged checkpoint: location=" + candidate.location + ", saved="
                        + candidate.saved + ", cause=" + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private static List<SavedState> complete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory, DEEPEST)) {
            return files.filter(file -> file.endsWith(METADATA))
                    .map(SavedState::of)
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparing(SavedState::saved).reversed())
                    .toList();
        }
    }

    private static Optional<SavedState> of(Path metadata) {
        try {
            return Optional.of(new SavedState(metadata.resolveSibling("."), Files.getLastModifiedTime(metadata)));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private void read() throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(location.resolve(METADATA)))) {
            Checkpoints.loadCheckpointMetadata(in, SavedState.class.getClassLoader(), uri().toString());
        }
    }
}
