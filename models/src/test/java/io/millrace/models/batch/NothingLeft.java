package io.millrace.models.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.tensor.TensorMemory;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Checks that each test leaves no off-heap memory allocated and no inference thread alive. Threads that are ending are
 * waited for: an executor says that it has ended shortly before its thread has.
 */
public final class NothingLeft implements BeforeEachCallback, AfterEachCallback {
    private static final long GRACE_MILLIS = 20_000;

    private Set<Thread> threadsBefore = Set.of();
    private long bytesBefore;

    @Override
    public void beforeEach(ExtensionContext context) {
        threadsBefore = inferenceThreads();
        bytesBefore = TensorMemory.processBytes();
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        Set<Thread> threads = inferenceThreads();
        threads.removeAll(threadsBefore);
        for (Thread thread : threads) {
            thread.join(GRACE_MILLIS);
        }
        threads.removeIf(thread -> !thread.isAlive());
        assertThat(threads).as("inference threads left").isEmpty();
        assertThat(TensorMemory.processBytes() - bytesBefore)
                .as("off-heap bytes left")
                .isZero();
    }

    static Set<Thread> inferenceThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("millrace-infer-"))
                .collect(Collectors.toSet());
    }
}
