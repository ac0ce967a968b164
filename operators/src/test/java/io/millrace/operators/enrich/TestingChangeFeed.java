package io.millrace.operators.enrich;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A feed that says what the test says, at once. */
final class TestingChangeFeed implements ChangeFeed {
    private final transient List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final transient List<String> topics = new CopyOnWriteArrayList<>();
    private final AtomicInteger followed = new AtomicInteger();

    @Override
    public Following follow(String topic, Listener listener) {
        followed.incrementAndGet();
        topics.add(topic);
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void tell(String key) {
        listeners.forEach(listener -> listener.changed(key, 0));
    }

    /** How often somebody began to follow. */
    int followed() {
        return followed.get();
    }

    List<String> topics() {
        return topics;
    }

    /** Who follows now. */
    int listeners() {
        return listeners.size();
    }
}
