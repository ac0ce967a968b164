package io.millrace.operators.verify;

import io.millrace.models.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test after which a thread is alive that was not before. Threads that are ending are waited for. */
public final class NothingLeft implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(NothingLeft.class);
    private static final Duration GRACE = Duration.ofSeconds(20);

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put(Thread.class, new HashSet<>(threads()));
    }

    @Override
    @SuppressWarnings("unchecked")
    public void afterEach(ExtensionContext context) throws InterruptedException {
        Set<Thread> before = (Set<Thread>) context.getStore(NAMESPACE).get(Thread.class);
        List<String> left = leftOver(before, GRACE);
        if (!left.isEmpty()) {
            throw new AssertionError("threads are left after the test: threads=" + left);
        }
    }

    /** Names of the threads that are alive, were not before, and do not end within the time. */
    static List<String> leftOver(Set<Thread> before, Duration grace) throws InterruptedException {
        long deadline = Ticker.system().nanos() + grace.toNanos();
        List<String> left = new ArrayList<>();
        for (Thread thread : threads()) {
            if (!before.contains(thread) && !ofTheMachine(thread)) {
                thread.join(Math.max(1, (deadline - Ticker.system().nanos()) / 1_000_000));
                if (thread.isAlive()) {
                    left.add(thread.getName());
                }
            }
        }
        return left;
    }

    /* The JVM and libraries start some threads on first use that live as long as the process. */
    private static boolean ofTheMachine(Thread thread) {
        String name = thread.getName();
        return name.startsWith("ForkJoinPool.commonPool")
                || name.startsWith("Cleaner-")
                || name.startsWith("Common-Cleaner")
                || name.startsWith("Log4j2-")
                || name.startsWith("process reaper")
                || name.startsWith("flink-taskexecutor-io")
                || name.startsWith("IOManager ")
                || name.startsWith("DJL");
    }

    static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }
}
