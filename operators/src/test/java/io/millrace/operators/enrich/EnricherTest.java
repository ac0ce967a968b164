package io.millrace.operators.enrich;

import static io.millrace.operators.enrich.EnricherRig.NOW;
import static io.millrace.operators.enrich.EnricherRig.market;
import static io.millrace.operators.record.Freshness.DEFAULTED;
import static io.millrace.operators.record.Freshness.MISSING;
import static io.millrace.operators.record.Freshness.PRESENT;
import static io.millrace.operators.record.Freshness.STALE;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.BatchingConfig.Order;
import io.millrace.config.FeatureConfig;
import io.millrace.config.FeatureConfig.OnMissing;
import io.millrace.config.ViewConfig;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.Freshness;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.verify.NothingLeft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NothingLeft.class)
class EnricherTest {
    private static final Duration MAX_AGE = Duration.ofMinutes(10);
    private static final int CAPACITY = 100;

    private final ViewConfig view = Views.market("enricher");
    private final InMemoryFeatureStore store = InMemoryFeatureStore.named("enricher");
    private final List<AutoCloseable> rigs = new ArrayList<>();

    private EnricherRig rig(Order order, FeatureConfig... features) throws Exception {
        EnricherRig rig = new EnricherRig(order, CAPACITY, features);
        rigs.add(rig);
        return rig;
    }

    private EnricherRig unordered() throws Exception {
        return rig(Order.UNORDERED, feature(view, OnMissing.DEFAULT));
    }

    private static FeatureConfig feature(ViewConfig view, OnMissing onMissing) {
        return new FeatureConfig(view, "zipcode", view.columns(), MAX_AGE, onMissing);
    }

    @AfterEach
    void close() throws Exception {
        store.open();
        for (AutoCloseable rig : rigs) {
            rig.close();
        }
    }

    private static List<Freshness> freshness(EnrichedEvent event) {
        List<Freshness> all = new ArrayList<>();
        for (int i = 0; i < event.features().columns(); i++) {
            all.add(event.features().freshness(i));
        }
        return all;
    }

    @Test
    void givesAnEventTheValuesOfItsKey() throws Exception {
        EnricherRig rig = unordered();
        store.put("98103", market(450, 12, "north", 1), NOW - 5_000);
        assertThat(rig.offer(1, "98103")).isFalse();
        rig.runMails();
        FeatureValues features = rig.of(1).features();
        assertThat(features.values()).isEqualTo(market(450, 12, "north", 1));
        assertThat(freshness(rig.of(1))).containsOnly(PRESENT);
        assertThat(features.ageMillis(0)).isEqualTo(5_000);
        assertThat(features.degraded()).isFalse();
    }

    @Test
    void letsAnEventWhoseRowsAreCachedPassWithoutAMail() throws Exception {
        EnricherRig rig = unordered();
        store.put("98103", market(450, 12, "north", 1), NOW);
        rig.offer(1, "98103");
        rig.offer(2, "unknown");
        rig.runMails();
        int mails = rig.mailsRun();
        for (int i = 10; i < 30; i++) {
            assertThat(rig.offer(i, i % 2 == 0 ? "98103" : "unknown")).isTrue();
        }
        assertThat(rig.enricher().isEmpty()).isTrue();
        assertThat(rig.mailsRun()).isEqualTo(mails);
        assertThat(rig.enriched).hasSize(22);
        assertThat(rig.of(10).enrichMicros()).isZero();
    }

    @Test
    void bringsOneMailForAllEventsOfALoad() throws Exception {
        EnricherRig rig = unordered();
        store.hold();
        rig.offer(0, "first");
        store.awaitHeld(1);
        rig.offer(1, "second");
        store.awaitHeld(2);
        for (int i = 2; i < 92; i++) {
            rig.offer(i, "key " + i % 30);
        }
        store.open();
        rig.runMails();
        assertThat(rig.enriched).hasSize(92);
        assertThat(store.lookups()).hasSize(3);
        assertThat(rig.mailsRun()).isEqualTo(3);
    }

    @Test
    void letsCachedEventsPassWaitingOnesUnlessAWatermarkIsBetween() throws Exception {
        EnricherRig rig = unordered();
        rig.offer(0, "cached");
        rig.runMails();
        store.hold();
        rig.offer(1, "missing");
        assertThat(rig.offer(2, "cached")).isTrue();
        rig.watermark(100);
        assertThat(rig.offer(3, "cached")).isFalse();
        assertThat(rig.left).containsExactly("0", "2");
        store.open();
        rig.runMails();
        assertThat(rig.left).containsExactly("0", "2", "1", "|100", "3");
    }

    @Test
    void keepsTheOrderOfArrivalWhenTold() throws Exception {
        EnricherRig rig = rig(Order.ORDERED, feature(view, OnMissing.DEFAULT));
        rig.offer(0, "cached");
        rig.runMails();
        assertThat(rig.offer(1, "cached")).isTrue();
        store.hold();
        rig.offer(2, "missing");
        assertThat(rig.offer(3, "cached")).isFalse();
        rig.watermark(100);
        rig.offer(4, "cached");
        assertThat(rig.left).containsExactly("0", "1");
        store.open();
        rig.runMails();
        assertThat(rig.left).containsExactly("0", "1", "2", "3", "|100", "4");
    }

    @Test
    void flagsAValueThatIsOlderThanTheMaximumAge() throws Exception {
        EnricherRig rig = unordered();
        store.put("98103", market(450, 12, null, 1), NOW - MAX_AGE.toMillis() + 1);
        rig.offer(1, "98103");
        rig.runMails();
        assertThat(freshness(rig.of(1))).containsExactly(PRESENT, PRESENT, DEFAULTED, PRESENT);
        rig.ticker.advance(Duration.ofMillis(1));
        rig.offer(2, "98103");
        assertThat(freshness(rig.of(2))).containsExactly(PRESENT, PRESENT, DEFAULTED, PRESENT);
        assertThat(rig.of(2).features().ageMillis(0)).isEqualTo(MAX_AGE.toMillis());
        rig.ticker.advance(Duration.ofMillis(1));
        rig.offer(3, "98103");
        assertThat(freshness(rig.of(3))).containsExactly(STALE, STALE, DEFAULTED, STALE);
        assertThat(rig.of(3).features().values()).as("still served").isEqualTo(market(450, 12, "elsewhere", 1));
        assertThat(rig.of(3).features().degraded()).as("the store answers").isFalse();
    }

    @Test
    void neverCallsAValueOfUnknownTimePresent() throws Exception {
        EnricherRig rig = unordered();
        store.put("98103", market(450, 12, "north", 1), FeatureRow.UNKNOWN_TIME);
        rig.offer(1, "98103");
        rig.runMails();
        assertThat(freshness(rig.of(1))).containsOnly(STALE);
        assertThat(rig.of(1).features().ageMillis(0)).isEqualTo(FeatureValues.NO_AGE);
    }

    @Test
    void takesAValueFromTheFutureForNew() throws Exception {
        EnricherRig rig = unordered();
        store.put("98103", market(450, 12, "north", 1), NOW + 60_000);
        rig.offer(1, "98103");
        rig.runMails();
        assertThat(freshness(rig.of(1))).containsOnly(PRESENT);
        assertThat(rig.of(1).features().ageMillis(0)).isZero();
    }

    @Test
    void usesDefaultsForAKeyTheStoreDoesNotKnow() throws Exception {
        EnricherRig rig = unordered();
        rig.offer(1, "00000");
        rig.runMails();
        assertThat(rig.of(1).features().values()).isEqualTo(market(Double.NaN, 0, "elsewhere", Double.NaN));
        assertThat(freshness(rig.of(1))).containsExactly(MISSING, DEFAULTED, DEFAULTED, MISSING);
        assertThat(rig.of(1).features().ageMillis(0)).isEqualTo(FeatureValues.NO_AGE);
        assertThat(rig.of(1).features().degraded()).isFalse();
    }

    @Test
    void asksNothingForAnEventWithoutAKey() throws Exception {
        EnricherRig rig = unordered();
        assertThat(rig.offer(1, null)).isTrue();
        assertThat(freshness(rig.of(1))).containsExactly(MISSING, DEFAULTED, DEFAULTED, MISSING);
        assertThat(rig.of(1).features().degraded()).isFalse();
        assertThat(store.lookups()).isEmpty();
    }

    @Test
    void goesOnFlaggedWhenTheStoreFails() throws Exception {
        EnricherRig rig = unordered();
        store.put("98103", market(450, 12, "north", 1), NOW);
        store.fail("connection refused");
        rig.offer(1, "98103");
        rig.runMails();
        assertThat(freshness(rig.of(1))).containsExactly(MISSING, DEFAULTED, DEFAULTED, MISSING);
        assertThat(rig.of(1).features().degraded()).isTrue();
    }

    @Test
    void delaysNobodyWhileTheStoreIsLeftAlone() throws Exception {
        EnricherRig rig = unordered();
        store.fail("connection refused");
        for (int i = 0; i < StoreBreaker.FAILURES_TO_OPEN; i++) {
            rig.offer(i, "key " + i);
            rig.runMails();
        }
        int lookups = store.lookups().size();
        for (int i = 10; i < 1_010; i++) {
            rig.offer(i, "key " + i);
            assertThat(rig.enricher().isEmpty()).isTrue();
            assertThat(rig.of(i).features().degraded()).isTrue();
        }
        assertThat(store.lookups()).hasSize(lookups);
    }

    @Test
    void goesOnFlaggedWhenTheStoreDoesNotAnswerInTime() throws Exception {
        EnricherRig rig = unordered();
        store.put("slow", market(450, 12, "north", 1), NOW);
        store.hold();
        rig.offer(1, "slow");
        store.awaitHeld(1);
        rig.ticker.advance(Duration.ofMillis(100));
        rig.offer(2, "slow");
        long due = NOW + view.table().timeout().plus(Enricher.MARGIN).toMillis();
        assertThat(rig.alarms).containsExactly(due);
        rig.enricher().expire(due - 1);
        assertThat(rig.left).isEmpty();
        rig.ticker.advance(Duration.ofMillis(due - NOW - 100));
        rig.enricher().expire(due);
        assertThat(rig.left).containsExactly("1");
        assertThat(rig.alarms).endsWith(due + 100);
        assertThat(rig.of(1).features().degraded()).isTrue();
        assertThat(freshness(rig.of(1))).containsExactly(MISSING, DEFAULTED, DEFAULTED, MISSING);
        assertThat(rig.of(1).enrichMicros()).isEqualTo((int) (due - NOW) * 1_000);
        store.open();
        rig.runMails();
        assertThat(rig.left).as("the late answer serves who still waits").containsExactly("1", "2");
        assertThat(rig.of(2).features().values().number(0)).isEqualTo(450);
        rig.enricher().expire(due + 100);
        assertThat(rig.left).hasSize(2);
    }

    @Test
    void flagsAnOldRowWhoseReloadFailed() throws Exception {
        EnricherRig rig = unordered();
        store.put("98103", market(450, 12, "north", 1), NOW);
        rig.offer(1, "98103");
        rig.runMails();
        store.fail("down");
        rig.ticker.advance(view.cache().refreshAfter());
        rig.offer(2, "98103");
        Eventually.holds(() -> store.asked("98103") == 2, "the row is reloaded");
        rig.offer(3, "another");
        rig.runMails();
        rig.offer(4, "98103");
        assertThat(freshness(rig.of(4))).containsOnly(PRESENT);
        assertThat(rig.of(4).features().degraded()).isTrue();
    }

    @Test
    void refusesAnEventWithoutAValueWhenTold() throws Exception {
        EnricherRig rig = rig(Order.UNORDERED, feature(view, OnMissing.REJECT));
        store.put("98103", market(450, 12, "north", 1), NOW);
        store.put("98001", market(450, Double.NaN, "north", 1), NOW);
        rig.offer(1, "98103");
        rig.offer(2, "98001");
        rig.offer(3, "00000");
        rig.offer(4, null);
        rig.runMails();
        store.fail("down");
        rig.offer(5, "another");
        rig.runMails();
        assertThat(freshness(rig.of(1))).containsOnly(PRESENT);
        assertThat(rig.rejected).hasSize(4).allSatisfy(rejection -> {
            assertThat(rejection.stage()).isEqualTo(Rejection.Stage.ENRICH);
            assertThat(rejection.reason()).isEqualTo(Reason.MISSING_FEATURE);
        });
        assertThat(rig.rejected)
                .extracting(Rejection::detail)
                .containsExactlyInAnyOrder(
                        refusal("sales_count", "the column is empty in the store"),
                        refusal("median_price", "the store does not know the key"),
                        refusal("median_price", "the event has no key"),
                        refusal("median_price", "the store did not answer"));
    }

    private static String refusal(String column, String cause) {
        return "feature has no value: view=enricher, column=" + column + ", field=zipcode, cause=" + cause
                + "; with on-missing: default the event would be scored all the same";
    }

    @Test
    void joinsSeveralViews() throws Exception {
        ViewConfig other = Views.market("enricher2");
        InMemoryFeatureStore second = InMemoryFeatureStore.named("enricher2");
        EnricherRig rig = rig(
                Order.UNORDERED,
                feature(view, OnMissing.DEFAULT),
                new FeatureConfig(other, "house", other.columns().subList(1, 3), MAX_AGE, OnMissing.DEFAULT));
        store.put("98103", market(450, 12, "north", 1), NOW - 1_000);
        second.put("house 1", market(9, 8, "seven", 0), NOW - 2_000);
        store.hold();
        rig.offer(1, "98103");
        rig.runMail();
        assertThat(rig.left).as("one view of two has come").isEmpty();
        store.open();
        rig.runMails();
        FeatureValues features = rig.of(1).features();
        assertThat(features.columns()).isEqualTo(6);
        assertThat(features.values().number(4)).isEqualTo(8);
        assertThat(features.values().text(5)).isEqualTo("seven");
        assertThat(features.ageMillis(0)).isEqualTo(1_000);
        assertThat(features.ageMillis(1)).isEqualTo(2_000);
        second.fail("down");
        rig.offer(2, "98103");
        rig.runMails();
        assertThat(freshness(rig.of(2))).containsExactly(PRESENT, PRESENT, PRESENT, PRESENT, DEFAULTED, DEFAULTED);
        assertThat(rig.of(2).features().degraded()).isTrue();
    }

    @Test
    void countsWhatItDoes() throws Exception {
        EnricherRig rig = rig(Order.UNORDERED, feature(view, OnMissing.REJECT));
        store.put("98103", market(450, 12, "north", 1), NOW - 1_000);
        store.put("old", market(450, 12, "north", 1), NOW - MAX_AGE.toMillis() - 1);
        rig.offer(1, "98103");
        rig.offer(2, "old");
        rig.offer(3, "00000");
        assertThat(rig.metric("inFlight")).isEqualTo(3);
        rig.runMails();
        rig.offer(4, "98103");
        rig.offer(5, "00000");
        store.fail("down");
        rig.offer(6, "another");
        rig.runMails();
        assertThat(rig.metric("eventsIn")).isEqualTo(6);
        assertThat(rig.metric("eventsOut")).isEqualTo(3);
        assertThat(rig.metric("reason.MISSING_FEATURE.rejections")).isEqualTo(3);
        assertThat(rig.metric("enrichedInline")).isEqualTo(2);
        assertThat(rig.metric("enrichMicros")).isEqualTo(3);
        assertThat(rig.metric("inFlight")).isZero();
        assertThat(rig.metric("view.enricher.cacheHits")).isEqualTo(2);
        assertThat(rig.metric("view.enricher.cacheUnknownHits")).isEqualTo(1);
        assertThat(rig.metric("view.enricher.cacheMisses")).isEqualTo(4);
        assertThat(rig.metric("view.enricher.cacheEntries")).isEqualTo(3);
        assertThat(rig.metric("view.enricher.cacheBytes")).isPositive();
        assertThat(rig.metric("view.enricher.storeKeys")).isEqualTo(4);
        assertThat(rig.metric("view.enricher.storeFailures")).isEqualTo(1);
        assertThat(rig.metric("view.enricher.storeLoads")).isEqualTo(rig.metric("view.enricher.storeMicros"));
        assertThat(rig.metric("view.enricher.storeSuspended")).isZero();
        assertThat(rig.metric("view.enricher.featureAgeMillis")).isEqualTo(3);
        assertThat(rig.metric("view.enricher.freshness.PRESENT.featureValues")).isEqualTo(8);
        assertThat(rig.metric("view.enricher.freshness.STALE.featureValues")).isEqualTo(4);
        assertThat(rig.metric("degraded"))
                .as("counts events that left enriched")
                .isZero();
    }

    @Test
    void isFullWhenAsManyWaitAsItHolds() throws Exception {
        EnricherRig rig = unordered();
        store.hold();
        for (int i = 0; i < CAPACITY; i++) {
            assertThat(rig.enricher().full()).isFalse();
            rig.offer(i, "key " + i);
        }
        assertThat(rig.enricher().full()).isTrue();
        List<Event> held = new ArrayList<>();
        rig.enricher().forEachHeld(record -> held.add(record.getValue()));
        assertThat(held)
                .extracting(event -> event.raw().position().offset())
                .hasSize(CAPACITY)
                .startsWith(0L, 1L, 2L);
        store.open();
        rig.runMails();
        assertThat(rig.enriched).hasSize(CAPACITY);
    }

    @Test
    void passesAFaultOfTheStoreOn() throws Exception {
        EnricherRig rig = unordered();
        Error fault = new NoClassDefFoundError("driver");
        store.breakDown(fault);
        rig.offer(1, "98103");
        assertThat(rig.awaitFault()).isSameAs(fault);
    }

    /** Everything leaves once; nothing is present past its age; whatever a known key lacks is flagged. */
    @ParameterizedTest
    @EnumSource
    void flagsEveryDegradedEventOfAStoreThatFlaps(Order order) throws Exception {
        for (long seed = 0; seed < 20; seed++) {
            new Flapping(order, seed).run();
        }
    }

    private final class Flapping {
        private static final int KEYS = 12;
        private final Random random;
        private final String context;
        private final EnricherRig rig;
        private long offset;

        Flapping(Order order, long seed) throws Exception {
            this.random = new Random(seed);
            this.context = "order=" + order + ", seed=" + seed;
            this.rig = rig(order, feature(view, OnMissing.DEFAULT));
        }

        void run() throws Exception {
            for (int key = 0; key < KEYS; key++) {
                store.put("key " + key, market(key, 1, "r", 0), NOW - random.nextInt((int) MAX_AGE.toMillis()));
            }
            for (int step = 0; step < 200; step++) {
                step();
            }
            store.recover();
            rig.runMails();
            assertThat(rig.enriched).as(context).hasSize((int) offset);
            rig.enriched.forEach(this::check);
            rig.close();
        }

        private void step() throws InterruptedException {
            switch (random.nextInt(12)) {
                case 0 -> store.fail("flapping");
                case 1, 2 -> store.recover();
                case 3 -> rig.ticker.advance(Duration.ofMillis(random.nextInt(20_000)));
                case 4 -> rig.ticker.advance(Duration.ofMinutes(random.nextInt(8)));
                case 5 -> rig.watermark(offset);
                case 6 -> rig.enricher().expire(rig.ticker.epochMillis());
                case 7, 8 -> rig.runMails();
                default -> {
                    if (!rig.enricher().full()) {
                        rig.offer(offset++, "key " + random.nextInt(KEYS));
                    }
                }
            }
        }

        private void check(EnrichedEvent event) {
            FeatureValues features = event.features();
            Freshness worst = features.worst();
            if (worst == PRESENT) {
                assertThat(features.ageMillis(0)).as(context).isBetween(0L, MAX_AGE.toMillis());
            } else if (worst == STALE) {
                assertThat(features.ageMillis(0)).as(context).isGreaterThan(MAX_AGE.toMillis());
            } else {
                assertThat(features.degraded())
                        .as("%s, event=%s", context, event)
                        .isTrue();
                assertThat(features.values().number(0)).as(context).isNaN();
            }
        }
    }
}
