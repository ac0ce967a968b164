package io.millrace.jobs.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to do what only one process may do at a time: a lock of the operating system, so that it ends with the process
 * that holds it, whatever ended that process.
 */
public final class ProcessLock implements AutoCloseable {
    /* On Linux the locks of a process on a file end when the process closes any channel to it, so the file must not even
     * be opened while this process holds the lock. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private ProcessLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the lock if nobody holds it. */
    public static Optional<ProcessLock> tryTake(Path file) throws IOException {
        Path path = file.toAbsolutePath().normalize();
        Files.createDirectories(path.getParent());
        if (!HELD_HERE.add(path)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            taken = lock != null;
            return taken ? Optional.of(new ProcessLock(path, channel)) : Optional.empty();
        } finally {
            if (!taken) {
                if (channel != null) {
                    channel.close();
                }
                HELD_HERE.remove(path);
            }
        }
    }

    /** Whether this process holds the lock. */
    static boolean heldHere(Path file) {
        return HELD_HERE.contains(file.toAbsolutePath().normalize());
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD_HERE.remove(file);
    }
}
