package io.millrace.operators.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.FeatureConfig;
import io.millrace.config.FeatureConfig.OnMissing;
import io.millrace.config.ViewConfig;
import io.millrace.config.ViewConfig.Redis.Layout;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A stream of events goes on whatever its feature store does: events hardly wait, and each that lacks a value the store has
 * says so. A tenth of the events have keys that the cache does not know. The trouble lasts seconds; with {@code
 * -Dmillrace.trouble=60} it lasts a minute. The p99 of the time in the stage is printed.
 */
class StoreTroubleIT {
    private static final int SECONDS = Integer.getInteger("millrace.trouble", 5);
    private static final int PER_SECOND = 400;
    private static final int WARM = 500;
    /** What a view has that says nothing; less if the trouble is so short that its first second would count for much. */
    private static final Duration TIMEOUT = Duration.ofMillis(SECONDS < 60 ? 100 : 500);

    private static final long BOUND_NANOS = Duration.ofMillis(150).toNanos();
    private static final long SEED = 3;

    private static RedisServer server;

    private final Ticker ticker = Ticker.system();
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<Long> nanos = new ArrayList<>();
    private final List<Long> stalls = new ArrayList<>();
    private int degraded;
    private int unflagged;
    private long sent;

    @BeforeAll
    static void connect() {
        server = RedisServer.connect();
    }

    @AfterAll
    static void disconnect() {
        server.close();
    }

    /** What a store may do to those who ask it. */
    private interface Trouble {
        /** Is called ten times a second. */
        void at(int tenth) throws Exception;
    }

    @Test
    void goesOnWithoutAStore() throws Exception {
        try (TcpRelay relay = new TcpRelay(server.host(), server.port())) {
            run("down", relay, tenth -> {
                if (tenth == 0) {
                    relay.goAway();
                }
            });
        }
    }

    @Test
    void goesOnWithAStoreThatTakesTwoSeconds() throws Exception {
        try (TcpRelay relay = new TcpRelay(server.host(), server.port())) {
            run("slow", relay, tenth -> relay.delay(Duration.ofSeconds(2)));
        }
    }

    @Test
    void goesOnWithAStoreThatComesAndGoes() throws Exception {
        try (TcpRelay relay = new TcpRelay(server.host(), server.port())) {
            run("flapping", relay, tenth -> {
                if (tenth % 6 == 0) {
                    relay.goAway();
                } else if (tenth % 6 == 3) {
                    relay.comeBack();
                }
            });
        }
    }

    private void run(String name, TcpRelay relay, Trouble trouble) throws Exception {
        String url = "redis://127.0.0.1:" + relay.port();
        ViewConfig.Redis source = server.source(name, Layout.HASH, TIMEOUT, url);
        ViewConfig view = Views.market(name, source, Views.CACHE);
        FeatureConfig feature =
                new FeatureConfig(view, "zipcode", view.columns().subList(1, 3), view.maxAge(), OnMissing.DEFAULT);
        for (int key = 0; key < WARM + SECONDS * PER_SECOND; key++) {
            String now = Instant.ofEpochMilli(ticker.epochMillis()).toString();
            server.execute(
                    "HSET", server.key(name, "z" + key), "sales_count", "7", "region", "north", "updated_at", now);
        }
        FeatureStoreSource stores = opened -> RedisFeatureStore.open(opened, source, server.environment());
        try (LiveEnricher enricher = new LiveEnricher(feature, stores, this::left)) {
            for (int key = 0; key < WARM; key++) {
                enricher.offer(Events.of(sent++, "z" + key));
            }
            settle(enricher);
            forgetMeasurements();
            for (int tenth = 0; tenth < 10 * SECONDS; tenth++) {
                trouble.at(tenth);
                send(enricher);
            }
            settle(enricher);
        }
        report(name);
    }

    private void send(LiveEnricher enricher) throws InterruptedException {
        long start = ticker.nanos();
        for (int i = 0; i < PER_SECOND / 10; i++) {
            long due = start + i * TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
            enricher.runUntil(due);
            stalls.add(ticker.nanos() - due);
            int key = random.nextInt(10) == 0 ? WARM + random.nextInt(SECONDS * PER_SECOND) : random.nextInt(WARM);
            enricher.offer(Events.of(sent++, "z" + key));
        }
    }

    private void settle(LiveEnricher enricher) throws InterruptedException {
        while (!enricher.isEmpty()) {
            enricher.runUntil(ticker.nanos() + TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private void forgetMeasurements() {
        assertThat(degraded).as("before the trouble").isZero();
        nanos.clear();
    }

    /* The store knows every key: a value that is not from it is there because it could not be asked. */
    private void left(EnrichedEvent event, long inside) {
        nanos.add(inside);
        boolean lacks = event.features().worst().code() >= Freshness.DEFAULTED.code();
        degraded += event.features().degraded() ? 1 : 0;
        unflagged += lacks && !event.features().degraded() ? 1 : 0;
    }

    private void report(String name) {
        long p99 = percentile(nanos, 0.99);
        long stall = percentile(stalls, 0.99);
        System.out.printf(
                "%s for %d s: %d events, %d degraded, %d unflagged, p99 in the stage %.1f ms, max %.1f ms, p99 of the"
                        + " test's own stalls %.1f ms%n",
                name, SECONDS, nanos.size(), degraded, unflagged, p99 / 1e6, percentile(nanos, 1) / 1e6, stall / 1e6);
        assertThat(nanos).hasSize(SECONDS * PER_SECOND);
        assertThat(degraded).as("the store was in trouble").isPositive();
        assertThat(unflagged).as("events without a value that do not say so").isZero();
        assertThat(p99).as("p99 in the stage, seed %d", SEED).isLessThan(BOUND_NANOS + stall);
    }

    private static long percentile(List<Long> values, double share) {
        return values.stream().sorted().toList().get((int) Math.ceil(share * values.size()) - 1);
    }
}
