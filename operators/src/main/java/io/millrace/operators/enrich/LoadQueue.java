package io.millrace.operators.enrich;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a view that are to be loaded or are being loaded, each at most once, and who waits for them. While loads
 * run, further keys gather here; the next load takes as many as one call of the store may hold, those that somebody
 * waits for first.
 */
/*
 * Not synchronized: its owner, a FeatureCache, holds its lock around every call.
 */
final class LoadQueue {
    /** Reloads that may wait, in loads; further ones are dropped, and asked for again by the next reader. */
    private static final int WAITING_RELOADS = 4;

    private final int keysPerLoad;
    private final Map<String, List<LoadListener>> awaited = new LinkedHashMap<>();
    private final Set<String> reloads = new LinkedHashSet<>();
    private final Map<String, Load> loading = new HashMap<>();
    private final Set<Load> running = new HashSet<>();
    private long taken;

    /** One call of the store, from the moment its keys are taken. */
    static final class Load {
        private final long number;
        private final long startNanos;
        private final Map<String, List<LoadListener>> listeners = new LinkedHashMap<>();
        private final Set<String> outdated = new HashSet<>();

        private Load(long number, long startNanos) {
            this.number = number;
            this.startNanos = startNanos;
        }

        /** Counts loads from 1 in the order in which they are taken. */
        long number() {
            return number;
        }

        long startNanos() {
            return startNanos;
        }

        Set<String> keys() {
            return listeners.keySet();
        }

        /** Whether the key has changed since its row was asked for. */
        boolean outdated(String key) {
            return outdated.contains(key);
        }

        /** Everybody who waits for one of the keys, once. */
        Set<LoadListener> listeners() {
            Set<LoadListener> all = new LinkedHashSet<>();
            listeners.values().forEach(all::addAll);
            return all;
        }
    }

    LoadQueue(int keysPerLoad) {
        this.keysPerLoad = keysPerLoad;
    }

    /** The load that is asking for a key now. */
    @Nullable
    Load loading(String key) {
        return loading.get(key);
    }

    /** Whether somebody waits for a key that no load has taken. */
    boolean awaited(String key) {
        return awaited.containsKey(key);
    }

    /** The loads that were taken and are not finished. */
    Set<Load> running() {
        return running;
    }

    /**
     * Lets the listener wait for the key: for the load that is asking for it, or else for a later one.
     *
     * @return number of the first load whose answer may be what it waits for
     */
    long await(String key, LoadListener listener) {
        Load load = loading.get(key);
        List<LoadListener> listeners;
        if (load == null) {
            listeners = awaited.computeIfAbsent(key, absent -> new ArrayList<>());
            reloads.remove(key);
        } else {
            listeners = load.listeners.computeIfAbsent(key, absent -> new ArrayList<>());
        }
        if (!listeners.contains(listener)) {
            listeners.add(listener);
        }
        return load == null ? taken + 1 : load.number;
    }

    /** Whether there is room for a reload of the key and no need to wait for another load of it. */
    boolean takesReload(String key) {
        boolean asked = loading.containsKey(key) || awaited.containsKey(key) || reloads.contains(key);
        return !asked && reloads.size() < keysPerLoad * WAITING_RELOADS;
    }

    /** Has a key loaded that nobody waits for. */
    void reload(String key) {
        reloads.add(key);
    }

    /** Moves the next keys into a load; empty if there are none. */
    Optional<Load> take(long nowNanos) {
        Load load = new Load(taken + 1, nowNanos);
        Iterator<Map.Entry<String, List<LoadListener>>> first =
                awaited.entrySet().iterator();
        while (first.hasNext() && load.listeners.size() < keysPerLoad) {
            Map.Entry<String, List<LoadListener>> entry = first.next();
            load.listeners.put(entry.getKey(), entry.getValue());
            first.remove();
        }
        Iterator<String> then = reloads.iterator();
        while (then.hasNext() && load.listeners.size() < keysPerLoad) {
            load.listeners.put(then.next(), new ArrayList<>());
            then.remove();
        }
        if (load.keys().isEmpty()) {
            return Optional.empty();
        }
        taken++;
        load.keys().forEach(key -> loading.put(key, load));
        running.add(load);
        return Optional.of(load);
    }

    /**
     * The key has changed: who asks for it from now on waits for a load of its own, and the one under way, which may still
     * bring the row of before, is {@link Load#outdated} for the key.
     */
    void outdate(String key) {
        Load load = loading.remove(key);
        if (load != null) {
            load.outdated.add(key);
        }
    }

    /** The same for every key. */
    void outdateAll() {
        List.copyOf(loading.keySet()).forEach(this::outdate);
    }

    /** The load is over: its keys may be asked for again. */
    void finished(Load load) {
        load.keys().forEach(key -> loading.remove(key, load));
        running.remove(load);
    }

    /** Forgets a listener, which then is called no more. */
    void forget(LoadListener listener) {
        awaited.values().forEach(listeners -> listeners.remove(listener));
        running.forEach(load -> load.listeners.values().forEach(all -> all.remove(listener)));
    }
}
