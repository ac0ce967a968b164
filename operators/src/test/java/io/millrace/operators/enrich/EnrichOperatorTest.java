package io.millrace.operators.enrich;

import static io.millrace.operators.verify.Step.active;
import static io.millrace.operators.verify.Step.element;
import static io.millrace.operators.verify.Step.idle;
import static io.millrace.operators.verify.Step.watermark;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.BatchingConfig.Order;
import io.millrace.config.FeatureConfig;
import io.millrace.config.FeatureConfig.OnMissing;
import io.millrace.config.ViewConfig;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Freshness;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.SideOutputs;
import io.millrace.operators.verify.NothingLeft;
import io.millrace.operators.verify.OperatorHarness;
import io.millrace.operators.verify.OperatorUnderTest;
import io.millrace.operators.verify.OperatorVerifier;
import io.millrace.operators.verify.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NothingLeft.class)
class EnrichOperatorTest {
    private static final Duration MAX_AGE = Duration.ofDays(1);

    private final InMemoryFeatureStore store = InMemoryFeatureStore.named("operator");

    private static FeatureConfig feature(OnMissing onMissing) {
        /* Verified operators wait for nothing but the store, however loaded the machine is. */
        ViewConfig.Jdbc patient = new ViewConfig.Jdbc("memory", null, null, "t", "k", "v", Duration.ofMinutes(1), 3);
        ViewConfig view = Views.market("operator", patient, Views.CACHE);
        return new FeatureConfig(view, "zipcode", view.columns(), MAX_AGE, onMissing);
    }

    private static OperatorUnderTest<EnrichedEvent> operator(Order order, int capacity, OnMissing onMissing) {
        EnrichSettings settings = new EnrichSettings(
                List.of(feature(onMissing)),
                Events.CONFIG,
                order,
                capacity,
                InMemoryFeatureStore.source(),
                ChangeFeed.NONE);
        return operator(settings);
    }

    private static OperatorUnderTest<EnrichedEvent> operator(EnrichSettings settings) {
        return OperatorUnderTest.of(RecordTypes.ENRICHED_EVENT, () -> new EnrichOperatorFactory(settings))
                .input(RecordTypes.EVENT);
    }

    private void put(String key, double price) {
        store.put(key, EnricherRig.market(price, 1, "r", 0), Ticker.system().epochMillis());
    }

    private static String view(EnrichedEvent event) {
        return event.event().id() + "=" + event.features().values().number(0) + " "
                + event.features().worst();
    }

    private static String view(Rejection rejection) {
        return "x" + rejection.raw().position().offset();
    }

    private static boolean settled(Object operator) {
        return operator instanceof EnrichOperator enrich && enrich.settled();
    }

    @ParameterizedTest
    @CsvSource({"ORDERED, 100", "UNORDERED, 100", "ORDERED, 2", "UNORDERED, 2"})
    void losesNothingAndPassesNoWatermark(Order order, int capacity) {
        Random random = new Random(7);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            int zipcode = random.nextInt(8);
            Step.Element event = element(Events.of(i, "zip " + zipcode), 100 + i);
            if (zipcode < 6) {
                put("zip " + zipcode, zipcode);
                steps.add(event.gives("id " + i + "=" + (double) zipcode + " PRESENT"));
            } else {
                steps.add(event.givesTo(SideOutputs.REJECTED, "x" + i));
            }
            switch (i) {
                case 5, 6, 14 -> steps.add(watermark(90 + i));
                case 10 -> steps.add(idle());
                case 12 -> steps.add(active());
                default -> {}
            }
        }
        OperatorVerifier<EnrichedEvent> verifier = OperatorVerifier.of(operator(order, capacity, OnMissing.REJECT))
                .given(steps)
                .viewed(EnrichOperatorTest::view)
                .viewed(SideOutputs.REJECTED, EnrichOperatorTest::view)
                .settledWhen(EnrichOperatorTest::settled);
        if (order == Order.ORDERED) {
            verifier.ordered();
        }
        verifier.verify();
    }

    @Test
    void asksAgainForWhatWaitedWhenItWasSnapshotted() throws Exception {
        put("98103", 450);
        OperatorUnderTest<EnrichedEvent> operator = operator(Order.UNORDERED, 10, OnMissing.DEFAULT);
        OperatorSubtaskState state;
        store.hold();
        try (OperatorHarness<EnrichedEvent> before = OperatorHarness.opened(operator)) {
            for (int i = 0; i < 10; i++) {
                before.element(0, Events.of(i, "98103"), 1_000 + i);
            }
            state = before.snapshot();
            assertThat(before.values()).isEmpty();
        }
        store.open();
        try (OperatorHarness<EnrichedEvent> after = OperatorHarness.opened(
                operator(Order.UNORDERED, 3, OnMissing.DEFAULT), OperatorHarness.Place.ONLY, state)) {
            after.finish();
            assertThat(after.values())
                    .as("into a queue that holds fewer")
                    .hasSize(10)
                    .allSatisfy(event ->
                            assertThat(event.features().values().number(0)).isEqualTo(450));
        }
    }

    @Test
    void nothingLeavesAfterTheSavepointWithWhichTheJobStops() throws Exception {
        OperatorUnderTest<EnrichedEvent> operator = operator(Order.UNORDERED, 10, OnMissing.REJECT);
        put("98103", 450);
        OperatorSubtaskState state;
        store.hold();
        try (OperatorHarness<EnrichedEvent> harness = OperatorHarness.opened(operator)) {
            harness.element(0, Events.of(1, "98103"), 1);
            store.awaitHeld(1);
            harness.element(0, Events.of(2, "00000"), 2);
            state = harness.suspend();
            store.open();
            harness.awaitMail();
            harness.awaitMail();
            assertThat(harness.emissions()).isEmpty();
            assertThat(settled(harness.operator())).isFalse();

            harness.abort();
            harness.runMails();
            assertThat(harness.values()).map(EnrichOperatorTest::view).containsExactly("id 1=450.0 PRESENT");
            assertThat(harness.<Rejection>valuesOf(SideOutputs.REJECTED.getId()))
                    .map(EnrichOperatorTest::view)
                    .containsExactly("x2");
            assertThat(settled(harness.operator())).isTrue();
        }
        try (OperatorHarness<EnrichedEvent> next =
                OperatorHarness.opened(operator, OperatorHarness.Place.ONLY, state)) {
            next.finish();
            assertThat(next.emissions()).as("of the next job").hasSize(2);
        }
    }

    @Test
    void noTimeIsUpWhileTheJobStops() throws Exception {
        store.hold();
        try (OperatorHarness<EnrichedEvent> harness =
                OperatorHarness.opened(operator(Order.UNORDERED, 10, OnMissing.DEFAULT))) {
            harness.element(0, Events.of(1, "98103"), 1);
            store.awaitHeld(1);
            harness.suspend();
            harness.clock(Ticker.system().epochMillis() + Duration.ofMinutes(2).toMillis());
            harness.runMails();
            assertThat(harness.emissions()).isEmpty();

            harness.abort();
            harness.runMails();
            assertThat(harness.values())
                    .singleElement()
                    .satisfies(event -> assertThat(event.features().degraded()).isTrue());
            store.open();
        }
    }

    @Test
    void anotherFailedCheckpointLetsNothingLeave() throws Exception {
        put("98103", 450);
        store.hold();
        try (OperatorHarness<EnrichedEvent> harness =
                OperatorHarness.opened(operator(Order.UNORDERED, 10, OnMissing.DEFAULT))) {
            harness.element(0, Events.of(1, "98103"), 1);
            store.awaitHeld(1);
            harness.suspend();
            store.open();
            harness.awaitMail();
            harness.operator().notifyCheckpointAborted(0);
            assertThat(harness.emissions()).isEmpty();

            harness.abort();
            harness.runMails();
            assertThat(harness.values()).hasSize(1);
        }
    }

    @Test
    void goesOnFlaggedWhenTheTimeIsUp() throws Exception {
        store.hold();
        try (OperatorHarness<EnrichedEvent> harness =
                OperatorHarness.opened(operator(Order.UNORDERED, 10, OnMissing.DEFAULT))) {
            harness.element(0, Events.of(1, "98103"), 1);
            harness.element(0, Events.of(2, "98103"), 2);
            store.awaitHeld(1);
            harness.clock(Ticker.system().epochMillis() + Duration.ofMinutes(2).toMillis());
            harness.runMails();
            assertThat(harness.values()).hasSize(2).allSatisfy(event -> {
                assertThat(event.features().degraded()).isTrue();
                assertThat(event.features().worst()).isEqualTo(Freshness.MISSING);
            });
            store.open();
        }
    }

    @Test
    void failsTheTaskWhenTheEngineIsBroken() throws Exception {
        store.breakDown(new NoClassDefFoundError("driver"));
        try (OperatorHarness<EnrichedEvent> harness =
                OperatorHarness.opened(operator(Order.UNORDERED, 10, OnMissing.DEFAULT))) {
            harness.element(0, Events.of(1, "98103"), 1);
            assertThatThrownBy(harness::awaitMail)
                    .hasMessageContaining("feature store broke down")
                    .hasRootCauseInstanceOf(NoClassDefFoundError.class);
        }
    }

    @Test
    void doesNotOpenOnAStoreThatCanNeverServe() {
        FeatureConfig feature = feature(OnMissing.DEFAULT);
        FeatureStoreSource never = view -> {
            throw new FeatureStoreException("no such table: view=" + view.view());
        };
        EnrichSettings settings =
                new EnrichSettings(List.of(feature), Events.CONFIG, Order.ORDERED, 1, never, ChangeFeed.NONE);
        OperatorUnderTest<EnrichedEvent> operator = operator(settings);
        assertThatThrownBy(() -> OperatorHarness.opened(operator))
                .isInstanceOf(FeatureStoreException.class)
                .hasMessage("no such table: view=operator");
    }

    @Test
    void servesAChangedValueOnEverySubtask() throws Exception {
        TestingChangeFeed feed = new TestingChangeFeed();
        OperatorUnderTest<EnrichedEvent> operator = told(feed);
        put("98103", 1);
        try (OperatorHarness<EnrichedEvent> one = OperatorHarness.opened(operator, place(0), null);
                OperatorHarness<EnrichedEvent> other = OperatorHarness.opened(operator, place(1), null)) {
            one.element(0, Events.of(1, "98103"), 1);
            one.awaitMail();
            other.element(0, Events.of(2, "98103"), 2);
            put("98103", 2);
            feed.tell("98103");
            one.element(0, Events.of(3, "98103"), 3);
            one.finish();
            other.element(0, Events.of(4, "98103"), 4);
            other.finish();
            assertThat(one.values())
                    .map(EnrichOperatorTest::view)
                    .containsExactly("id 1=1.0 PRESENT", "id 3=2.0 PRESENT");
            assertThat(other.values())
                    .map(EnrichOperatorTest::view)
                    .containsExactly("id 2=1.0 PRESENT", "id 4=2.0 PRESENT");
        }
        assertThat(feed.followed()).as("one reader for both").isEqualTo(1);
    }

    /* The load that was under way answers the event that came before the change, and no other. */
    @Test
    void servesAChangedValueToAnEventThatComesAfterTheChangeWhileAnotherWaits() throws Exception {
        TestingChangeFeed feed = new TestingChangeFeed();
        put("98103", 1);
        store.holdAnswers();
        try (OperatorHarness<EnrichedEvent> one = OperatorHarness.opened(told(feed), place(0), null)) {
            one.element(0, Events.of(1, "98103"), 1);
            store.awaitHeld(1);
            put("98103", 2);
            feed.tell("98103");
            one.element(0, Events.of(2, "98103"), 2);
            store.awaitHeld(2);
            store.open();
            one.finish();
            assertThat(one.values()).map(EnrichOperatorTest::view).hasSize(2).endsWith("id 2=2.0 PRESENT");
        }
    }

    /** An operator that hears of changes. */
    private static OperatorUnderTest<EnrichedEvent> told(TestingChangeFeed feed) {
        FeatureConfig told = new FeatureConfig(
                Views.changing(feature(OnMissing.DEFAULT).view(), "market.changes"),
                "zipcode",
                feature(OnMissing.DEFAULT).use(),
                MAX_AGE,
                OnMissing.DEFAULT);
        EnrichSettings settings = new EnrichSettings(
                List.of(told), Events.CONFIG, Order.ORDERED, 10, InMemoryFeatureStore.source(), feed);
        return operator(settings);
    }

    private static OperatorHarness.Place place(int subtask) {
        return new OperatorHarness.Place(subtask, 2, /* objectReuse= */ true);
    }

    @Test
    void carriesVectorsAndTheirDefaults() throws Exception {
        InMemoryFeatureStore homes = InMemoryFeatureStore.named("homes");
        long now = Ticker.system().epochMillis();
        homes.put("98103", Views.home("north", 1.5f, -2), now);
        homes.put("98104", Views.home("south"), now);
        ViewConfig view = Views.homes("homes", Views.source("memory", "t"));
        EnrichSettings settings = new EnrichSettings(
                List.of(new FeatureConfig(view, "zipcode", view.columns().subList(0, 1), MAX_AGE, OnMissing.DEFAULT)),
                Events.CONFIG,
                Order.ORDERED,
                10,
                InMemoryFeatureStore.source(),
                ChangeFeed.NONE);
        OperatorUnderTest<EnrichedEvent> operator = operator(settings);
        try (OperatorHarness<EnrichedEvent> harness = OperatorHarness.opened(operator)) {
            harness.element(0, Events.of(1, "98103"), 1);
            harness.element(0, Events.of(2, "98104"), 2);
            harness.element(0, Events.of(3, "00000"), 3);
            harness.finish();
            assertThat(harness.values())
                    .map(event -> event.features().values().vector(0))
                    .containsExactly(new float[] {1.5f, -2}, new float[] {0.5f, 0.5f}, new float[] {0.5f, 0.5f});
            assertThat(harness.values())
                    .map(event -> event.features().worst())
                    .containsExactly(Freshness.PRESENT, Freshness.DEFAULTED, Freshness.DEFAULTED);
        }
    }

    @Test
    void closesItsStoreWithTheTask() throws Exception {
        try (OperatorHarness<EnrichedEvent> harness =
                OperatorHarness.opened(operator(Order.UNORDERED, 10, OnMissing.DEFAULT))) {
            harness.element(0, Events.of(1, "98103"), 1);
            harness.finish();
            assertThat(store.closed()).isFalse();
        }
        assertThat(store.closed()).isTrue();
    }
}
