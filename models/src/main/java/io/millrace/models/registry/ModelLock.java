package io.millrace.models.registry;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** The right to change one model of a registry, held by one thread of one process at a time. */
final class ModelLock {
    /* The file's lock keeps other processes out. It is held by a process, not by a thread, so that threads of this one
     * take turns by a lock of their own, one for all models: it is held for as long as a publication takes. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final FileChannel file;

    private ModelLock(FileChannel file) {
        this.file = file;
    }

    /** Waits for the right. */
    static ModelLock take(Path model) throws IOException {
        THREADS.lock();
        try {
            FileChannel file =
                    FileChannel.open(model.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            file.lock();
            return new ModelLock(file);
        } catch (IOException | RuntimeException e) {
            THREADS.unlock();
            throw e;
        }
    }

    /** Gives the right back. */
    void release() throws IOException {
        try {
            file.close();
        } finally {
            THREADS.unlock();
        }
    }
}
