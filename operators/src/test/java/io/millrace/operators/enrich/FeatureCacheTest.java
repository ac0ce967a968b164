package io.millrace.operators.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.config.ViewConfig;
import io.millrace.models.feature.Values;
import io.millrace.models.time.ManualTicker;
import io.millrace.operators.enrich.CachedRow.Kind;
import io.millrace.operators.metric.StageMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeatureCacheTest {
    private static final Duration SOFT = Duration.ofSeconds(30);
    private static final Duration HARD = Duration.ofMinutes(5);
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofMillis(250);
    private static final int KEYS_PER_LOAD = 4;

    private final ManualTicker ticker = new ManualTicker();
    private final InMemoryFeatureStore store = new InMemoryFeatureStore();
    private final StoreMetrics metrics = new StoreMetrics(StageMetrics.unregistered());
    private final RecordingListener listener = new RecordingListener();
    private FeatureCache cache = cache(1 << 20);

    private FeatureCache cache(long maxBytes) {
        ViewConfig.Jdbc source = new ViewConfig.Jdbc("memory", null, null, "t", "k", "v", TIMEOUT, KEYS_PER_LOAD);
        ViewConfig view = Views.market("cached", source, new ViewConfig.Cache(maxBytes, SOFT, HARD, UNKNOWN_FOR));
        return new FeatureCache(view, store, ticker, metrics);
    }

    @AfterEach
    void leavesNoThread() {
        store.open();
        cache.close();
        assertThat(store.closed()).isTrue();
        Eventually.holds(
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("features-cached")),
                "no thread is left");
    }

    private @Nullable CachedRow get(String key) {
        return cache.get(key, ticker.nanos());
    }

    private double price(String key) {
        CachedRow row = Objects.requireNonNull(get(key), key);
        return Objects.requireNonNull(row.row(), key).values().number(0);
    }

    private CachedRow load(String key) throws InterruptedException {
        assertThat(cache.request(key, listener).row()).isNull();
        return listener.await(key);
    }

    private void put(String key, double price) {
        store.put(key, Values.ofNumbers(price, 0, 0, 0), 0);
    }

    @Test
    void servesALoadedRowWithoutAskingAgain() throws Exception {
        put("98103", 450);
        assertThat(get("98103")).isNull();
        assertThat(load("98103").kind()).isEqualTo(Kind.FOUND);
        assertThat(price("98103")).isEqualTo(450);
        assertThat(store.lookups()).containsExactly(List.of("98103"));
    }

    @Test
    void asksTheStoreOnceForAThousandConcurrentMisses() throws Exception {
        put("hot", 1);
        store.hold();
        int readers = 1_000;
        ExecutorService threads = Executors.newFixedThreadPool(16);
        CountDownLatch together = new CountDownLatch(1);
        List<RecordingListener> listeners = new ArrayList<>();
        List<Future<@Nullable CachedRow>> answers = new ArrayList<>();
        try {
            for (int i = 0; i < readers; i++) {
                RecordingListener each = new RecordingListener();
                listeners.add(each);
                answers.add(threads.submit(() -> {
                    together.await();
                    return cache.request("hot", each).row();
                }));
            }
            together.countDown();
            store.awaitHeld(1);
            store.open();
            for (int i = 0; i < readers; i++) {
                CachedRow now = answers.get(i).get(30, TimeUnit.SECONDS);
                CachedRow row = now == null ? listeners.get(i).await("hot") : now;
                assertThat(row.kind()).isEqualTo(Kind.FOUND);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(store.asked("hot")).isEqualTo(1);
        assertThat(metrics.loads()).isEqualTo(1);
    }

    @Test
    void gathersKeysWhileLoadsRun() throws Exception {
        store.hold();
        cache.request("a", listener);
        store.awaitHeld(1);
        cache.request("b", listener);
        store.awaitHeld(FeatureCache.LOADERS);
        for (String key : List.of("c", "d", "e", "f", "g", "a", "c")) {
            assertThat(cache.request(key, listener).row()).isNull();
        }
        store.open();
        for (String key : List.of("a", "b", "c", "d", "e", "f", "g")) {
            assertThat(listener.await(key).kind()).isEqualTo(Kind.UNKNOWN);
        }
        assertThat(store.lookups())
                .containsExactlyInAnyOrder(List.of("a"), List.of("b"), List.of("c", "d", "e", "f"), List.of("g"));
        assertThat(listener.calls()).as("one call per load").isEqualTo(4);
    }

    @Test
    void remembersThatAKeyIsUnknownForAWhile() throws Exception {
        assertThat(load("00000").kind()).isEqualTo(Kind.UNKNOWN);
        put("00000", 7);
        ticker.advance(UNKNOWN_FOR.minusNanos(1));
        assertThat(get("00000")).extracting(CachedRow::kind).isEqualTo(Kind.UNKNOWN);
        ticker.advanceNanos(1);
        assertThat(get("00000")).isNull();
        assertThat(load("00000").kind()).isEqualTo(Kind.FOUND);
        ticker.advance(UNKNOWN_FOR);
        assertThat(price("00000"))
                .as("a key that became known lives as long as any")
                .isEqualTo(7);
    }

    @Test
    void servesAnEntryPastTheSoftAgeWhileItIsReloaded() throws Exception {
        put("98103", 1);
        load("98103");
        put("98103", 2);
        ticker.advance(SOFT.minusNanos(1));
        assertThat(price("98103")).isEqualTo(1);
        assertThat(store.lookups()).hasSize(1);
        store.hold();
        ticker.advanceNanos(1);
        assertThat(price("98103")).isEqualTo(1);
        store.awaitHeld(1);
        assertThat(price("98103")).as("served during the reload").isEqualTo(1);
        CachedRow before = get("98103");
        store.open();
        Eventually.holds(() -> get("98103") != before, "the reload replaces the entry");
        assertThat(price("98103")).isEqualTo(2);
        assertThat(store.asked("98103")).isEqualTo(2);
    }

    @Test
    void doesNotServeAnEntryPastTheHardAge() throws Exception {
        put("98103", 1);
        load("98103");
        store.fail("down");
        ticker.advance(HARD.minusNanos(1));
        assertThat(price("98103")).isEqualTo(1);
        ticker.advanceNanos(1);
        assertThat(get("98103")).isNull();
    }

    @Test
    void loadsWhatIsWaitedForBeforeWhatIsOnlyOld() throws Exception {
        for (String key : List.of("a", "b", "c", "d", "e", "f")) {
            put(key, 1);
            load(key);
        }
        ticker.advance(SOFT);
        store.hold();
        get("a");
        store.awaitHeld(1);
        get("b");
        store.awaitHeld(FeatureCache.LOADERS);
        for (String key : List.of("c", "d", "e", "f")) {
            get(key);
        }
        cache.request("new", listener);
        store.open();
        listener.await("new");
        assertThat(store.lookups()).contains(List.of("new", "c", "d", "e"));
    }

    @Test
    void forgetsAKeyThatTheStoreForgot() throws Exception {
        put("98103", 1);
        load("98103");
        store.remove("98103");
        ticker.advance(SOFT);
        get("98103");
        Eventually.holds(
                () -> {
                    CachedRow row = get("98103");
                    return row == null || row.kind() == Kind.UNKNOWN;
                },
                "the reload finds nothing");
    }

    @Test
    void holdsNoMoreThanItsBytes() throws Exception {
        cache.close();
        int maxBytes = 50_000;
        cache = cache(maxBytes);
        Values values = new Values(
                new double[] {1, 2, Double.NaN, 0},
                new @Nullable String[] {null, null, "x".repeat(500), null},
                new float[0][]);
        int weight = RowWeigher.bytes("key 100", CachedRow.found(new FeatureRow(values, 0), 0));
        assertThat(weight).isEqualTo(240 + 2 * 7 + 4 * 12 + 56 + 2 * 500);
        for (int i = 0; i < 300; i++) {
            store.put("key " + i, values, 0);
            load("key " + i);
        }
        long held = 0;
        for (int i = 0; i < 300; i++) {
            held += get("key " + i) == null ? 0 : weight;
        }
        assertThat((double) held).isLessThanOrEqualTo(maxBytes).isCloseTo(maxBytes, within(2.0 * weight));
        assertThat(metrics.evictions()).isEqualTo(300 - held / weight);
    }

    @Test
    void saysUnavailableWhenALoadFails() throws Exception {
        store.fail("connection refused");
        assertThat(load("98103")).isSameAs(CachedRow.UNAVAILABLE);
        assertThat(get("98103")).as("a failure is not remembered as an answer").isNull();
        assertThat(metrics.failures()).isEqualTo(1);
    }

    @Test
    void leavesAStoreAloneThatKeepsFailing() throws Exception {
        store.fail("connection refused");
        for (int i = 0; i < StoreBreaker.FAILURES_TO_OPEN; i++) {
            assertThat(load("key " + i)).isSameAs(CachedRow.UNAVAILABLE);
        }
        int asked = store.lookups().size();
        for (int i = 0; i < 1_000; i++) {
            assertThat(cache.request("key " + i, listener).row()).isSameAs(CachedRow.UNAVAILABLE);
        }
        assertThat(store.lookups()).hasSize(asked);
        ticker.advance(StoreBreaker.PAUSE);
        assertThat(load("probe")).as("one question per pause").isSameAs(CachedRow.UNAVAILABLE);
        assertThat(cache.request("next", listener).row()).isSameAs(CachedRow.UNAVAILABLE);
        assertThat(store.lookups()).hasSize(asked + 1);
        store.recover();
        put("98103", 5);
        ticker.advance(StoreBreaker.PAUSE);
        assertThat(load("98103").kind()).isEqualTo(Kind.FOUND);
        assertThat(load("next").kind()).as("closed again").isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void survivesAStoreThatFlaps() throws Exception {
        for (int round = 0; round < 50; round++) {
            store.fail("flapping");
            assertThat(load("down " + round)).isSameAs(CachedRow.UNAVAILABLE);
            store.recover();
            assertThat(load("up " + round).kind()).isEqualTo(Kind.UNKNOWN);
        }
        assertThat(metrics.failures()).isEqualTo(50);
    }

    @Test
    void refusesAtOnceWhenEveryLoaderIsOverdue() throws Exception {
        put("a", 1);
        store.hold();
        cache.request("a", listener);
        store.awaitHeld(1);
        cache.request("b", listener);
        store.awaitHeld(FeatureCache.LOADERS);
        ticker.advance(TIMEOUT);
        assertThat(cache.request("c", listener).row())
                .as("may still be loaded in time")
                .isNull();
        ticker.advanceNanos(1);
        assertThat(cache.request("a", listener).row()).isSameAs(CachedRow.UNAVAILABLE);
        assertThat(cache.request("d", listener).row()).isSameAs(CachedRow.UNAVAILABLE);
        store.open();
        assertThat(listener.await("a").kind())
                .as("a late row is as good as any")
                .isEqualTo(Kind.FOUND);
        listener.await("b");
        listener.await("c");
        assertThat(metrics.failures()).as("late counts as failed").isEqualTo(2);
        assertThat(price("a")).isEqualTo(1);
    }

    @Test
    void refusesOnlyTheKeysOfAnOverdueLoad() throws Exception {
        store.hold();
        cache.request("slow", listener);
        store.awaitHeld(1);
        ticker.advance(TIMEOUT.plusNanos(1));
        assertThat(cache.request("slow", listener).row()).isSameAs(CachedRow.UNAVAILABLE);
        assertThat(cache.request("other", listener).row()).isNull();
    }

    @Test
    void tellsThatAnEntryIsOverdueForReload() throws Exception {
        put("98103", 1);
        CachedRow row = load("98103");
        store.fail("down");
        load("another");
        assertThat(cache.overdue(row, ticker.nanos())).as("young").isFalse();
        ticker.advance(SOFT);
        assertThat(cache.overdue(row, ticker.nanos())).isTrue();
        store.recover();
        ticker.advance(StoreBreaker.PAUSE);
        load("a third");
        assertThat(cache.overdue(row, ticker.nanos())).as("the store answers").isFalse();
    }

    @Test
    void reloadsNothingWhileTheStoreIsLeftAlone() throws Exception {
        put("98103", 1);
        load("98103");
        store.fail("down");
        for (int i = 0; i < StoreBreaker.FAILURES_TO_OPEN; i++) {
            load("key " + i);
        }
        ticker.advance(SOFT.minus(StoreBreaker.PAUSE).plusMillis(1));
        load("the question of this pause");
        ticker.advance(StoreBreaker.PAUSE.minusMillis(1));
        int asked = store.lookups().size();
        for (int i = 0; i < 1_000; i++) {
            assertThat(price("98103")).isEqualTo(1);
        }
        assertThat(store.lookups()).hasSize(asked);
    }

    @Test
    void passesAFaultOfTheEngineOn() throws Exception {
        Error fault = new NoClassDefFoundError("driver");
        store.breakDown(fault);
        assertThat(cache.request("98103", listener).row()).isNull();
        assertThat(listener.awaitFault()).isSameAs(fault);
        assertThat(cache.request("98103", listener).row()).isNull();
        assertThat(listener.awaitFault()).isSameAs(fault);
        assertThat(cache.request("98103", listener).row()).isNull();
        assertThat(listener.awaitFault()).isSameAs(fault);
        store.recover();
        assertThat(load("98103").kind()).as("the loaders go on").isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void dropsTheEntryOfAKeyThatChanged() throws Exception {
        put("98103", 1);
        put("98104", 1);
        load("98103");
        load("98104");
        put("98103", 2);
        cache.changed("98103", ticker.epochMillis());
        assertThat(get("98103")).isNull();
        assertThat(price("98104")).as("others stay").isEqualTo(1);
        load("98103");
        assertThat(price("98103")).isEqualTo(2);
        assertThat(metrics.changes()).isEqualTo(1);
    }

    @Test
    void forgetsThatAChangedKeyWasUnknown() throws Exception {
        load("00000");
        put("00000", 7);
        cache.changed("00000", ticker.epochMillis());
        assertThat(get("00000")).isNull();
        assertThat(load("00000").kind()).isEqualTo(Kind.FOUND);
    }

    @Test
    void doesNotKeepARowThatWasReadBeforeItChanged() throws Exception {
        put("98103", 1);
        store.holdAnswers();
        cache.request("98103", listener);
        store.awaitHeld(1);
        put("98103", 2);
        cache.changed("98103", ticker.epochMillis());
        store.open();
        CachedRow answer = listener.await("98103");
        assertThat(Objects.requireNonNull(answer.row()).values().number(0))
                .as("who waited before the change is answered")
                .isEqualTo(1);
        assertThat(get("98103")).isNull();
        load("98103");
        assertThat(price("98103")).isEqualTo(2);
    }

    @Test
    void asksAgainForWhoeverComesAfterTheChange() throws Exception {
        put("98103", 1);
        store.holdAnswers();
        cache.request("98103", listener);
        store.awaitHeld(1);
        put("98103", 2);
        cache.changed("98103", ticker.epochMillis());
        RecordingListener later = new RecordingListener();
        assertThat(cache.request("98103", later).row()).isNull();
        store.awaitHeld(2);
        RecordingListener latest = new RecordingListener();
        assertThat(cache.request("98103", latest).row()).isNull();
        store.open();
        for (RecordingListener each : List.of(later, latest)) {
            FeatureRow row = Objects.requireNonNull(each.await("98103").row());
            assertThat(row.values().number(0)).isEqualTo(2);
        }
        listener.await("98103");
        assertThat(price("98103"))
                .as("whichever load ends last, the newer row stays")
                .isEqualTo(2);
        assertThat(store.asked("98103")).isEqualTo(2);
    }

    @Test
    void forgetsAListenerOfALoadThatAChangeOvertook() throws Exception {
        store.hold();
        RecordingListener gone = new RecordingListener();
        cache.request("a", gone);
        store.awaitHeld(1);
        cache.changed("a", ticker.epochMillis());
        cache.request("a", listener);
        cache.forget(gone);
        store.open();
        listener.await("a");
        assertThat(gone.calls()).isZero();
    }

    @Test
    void dropsEverythingWhenChangesWereMissed() throws Exception {
        put("a", 1);
        put("b", 1);
        load("a");
        store.holdAnswers();
        cache.request("b", listener);
        store.awaitHeld(1);
        cache.missed();
        store.open();
        listener.await("b");
        assertThat(get("a")).isNull();
        assertThat(get("b")).as("a load that was under way").isNull();
    }

    /* Two writers change two keys as fast as they can; whoever asks after a change was told must never see less. */
    @Test
    void servesNothingOlderThanAChangeItWasToldOf() throws Exception {
        int changes = 2_000;
        List<String> keys = List.of("a", "b");
        ExecutorService threads = Executors.newFixedThreadPool(2 * keys.size());
        List<Future<?>> done = new ArrayList<>();
        try {
            for (String key : keys) {
                put(key, 0);
                AtomicInteger told = new AtomicInteger();
                done.add(threads.submit(() -> {
                    for (int i = 1; i <= changes; i++) {
                        put(key, i);
                        cache.changed(key, 0);
                        told.set(i);
                    }
                }));
                done.add(threads.submit(() -> {
                    int least = 0;
                    while (least < changes) {
                        least = told.get();
                        assertThat(ask(key)).isGreaterThanOrEqualTo(least);
                    }
                    return null;
                }));
            }
            for (Future<?> each : done) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private double ask(String key) throws InterruptedException {
        CachedRow row = get(key);
        if (row == null) {
            RecordingListener mine = new RecordingListener();
            CachedRow now = cache.request(key, mine).row();
            row = now == null ? mine.await(key) : now;
        }
        return Objects.requireNonNull(row.row(), "no row: kind=" + row.kind())
                .values()
                .number(0);
    }

    @Test
    void callsAForgottenListenerNoMore() throws Exception {
        store.hold();
        RecordingListener gone = new RecordingListener();
        cache.request("a", gone);
        cache.request("a", listener);
        store.awaitHeld(1);
        cache.forget(gone);
        store.open();
        listener.await("a");
        assertThat(gone.calls()).isZero();
    }

    @Test
    void letsALookupEndBeforeItClosesTheStore() throws Exception {
        InMemoryFeatureStore other = new InMemoryFeatureStore();
        FeatureCache closing = new FeatureCache(Views.market("cached"), other, ticker, metrics);
        other.hold();
        closing.request("a", listener);
        other.awaitHeld(1);
        for (String key : List.of("b", "c", "d")) {
            closing.request(key, listener);
        }
        Thread closer = new Thread(closing::close);
        closer.start();
        closer.interrupt();
        other.open();
        closer.join();
        assertThat(other.closed()).isTrue();
        assertThat(other.interrupted()).isFalse();
    }
}
