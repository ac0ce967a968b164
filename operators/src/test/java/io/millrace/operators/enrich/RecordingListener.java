package io.millrace.operators.enrich;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A listener that keeps what it hears for the one thread that asks. */
final class RecordingListener implements LoadListener {
    private static final long PATIENCE_SECONDS = 30;

    private final BlockingQueue<Map<String, CachedRow>> loads = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> faults = new LinkedBlockingQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<String, CachedRow> answers = new HashMap<>();

    @Override
    public void loaded(Map<String, CachedRow> rows, long load) {
        calls.incrementAndGet();
        loads.add(rows);
    }

    @Override
    public void fault(Throwable cause) {
        faults.add(cause);
    }

    /** Waits for the next answer to a key, and takes it. */
    CachedRow await(String key) throws InterruptedException {
        while (!answers.containsKey(key)) {
            Map<String, CachedRow> load = loads.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (load == null) {
                throw new AssertionError("no answer: key=" + key);
            }
            answers.putAll(load);
        }
        return Objects.requireNonNull(answers.remove(key));
    }

    Throwable awaitFault() throws InterruptedException {
        Throwable fault = faults.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (fault == null) {
            throw new AssertionError("no fault");
        }
        return fault;
    }

    int calls() {
        return calls.get();
    }
}
