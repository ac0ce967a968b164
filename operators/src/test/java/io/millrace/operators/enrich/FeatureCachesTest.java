package io.millrace.operators.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.ViewConfig;
import io.millrace.models.time.ManualTicker;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.verify.NothingLeft;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class FeatureCachesTest {
    private final FeatureCaches caches = new FeatureCaches(new ManualTicker());
    private final AtomicInteger opened = new AtomicInteger();

    private final TestingChangeFeed feed = new TestingChangeFeed();

    private FeatureCaches.Lease lease(ViewConfig view) throws FeatureStoreException {
        return lease(view, feed);
    }

    private FeatureCaches.Lease lease(ViewConfig view, ChangeFeed changes) throws FeatureStoreException {
        FeatureStoreSource stores = InMemoryFeatureStore.source();
        return caches.lease(
                view,
                each -> {
                    opened.incrementAndGet();
                    return stores.open(each);
                },
                changes,
                StageMetrics.unregistered());
    }

    @Test
    void opensAViewOnceAndClosesItAfterItsLastUser() throws Exception {
        InMemoryFeatureStore store = InMemoryFeatureStore.named("shared");
        FeatureCaches.Lease first = lease(Views.market("shared"));
        FeatureCaches.Lease second = lease(Views.market("shared"));
        assertThat(second.cache()).isSameAs(first.cache());
        assertThat(opened).hasValue(1);
        first.close();
        first.close();
        assertThat(store.closed()).as("still used").isFalse();
        second.close();
        assertThat(store.closed()).isTrue();
    }

    @Test
    void opensAViewAgainAfterItWasClosed() throws Exception {
        InMemoryFeatureStore.named("again");
        FeatureCaches.Lease first = lease(Views.market("again"));
        first.close();
        try (FeatureCaches.Lease second = lease(Views.market("again"))) {
            assertThat(second.cache()).isNotSameAs(first.cache());
        }
        assertThat(opened).hasValue(2);
    }

    @Test
    void keepsDifferentViewsApart() throws Exception {
        InMemoryFeatureStore.named("one");
        InMemoryFeatureStore.named("two");
        try (FeatureCaches.Lease one = lease(Views.market("one"));
                FeatureCaches.Lease two = lease(Views.market("two"))) {
            assertThat(one.cache()).isNotSameAs(two.cache());
        }
    }

    @Test
    void followsTheChangesOfAViewOnceAndAsLongAsItIsUsed() throws Exception {
        InMemoryFeatureStore.named("followed");
        ViewConfig view = Views.changing(Views.market("followed"), "followed.changes");
        FeatureCaches.Lease first = lease(view);
        FeatureCaches.Lease second = lease(view);
        assertThat(feed.topics()).containsExactly("followed.changes");
        first.close();
        assertThat(feed.listeners()).isEqualTo(1);
        second.close();
        assertThat(feed.listeners()).isZero();
    }

    @Test
    void followsNothingForAViewThatNamesNoTopic() throws Exception {
        InMemoryFeatureStore.named("quiet");
        lease(Views.market("quiet")).close();
        assertThat(feed.followed()).isZero();
    }

    @Test
    void closesTheStoreWhenChangesCannotBeFollowed() {
        InMemoryFeatureStore store = InMemoryFeatureStore.named("deaf");
        ViewConfig view = Views.changing(Views.market("deaf"), "deaf.changes");
        assertThatThrownBy(() -> lease(view, ChangeFeed.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nobody reads the changes of a view here: topic=deaf.changes");
        assertThat(store.closed()).isTrue();
    }

    @Test
    void keepsNothingOfAStoreThatDidNotOpen() throws Exception {
        assertThatThrownBy(() -> lease(Views.market("nowhere")))
                .isInstanceOf(FeatureStoreException.class)
                .hasMessage("no store of this name: view=nowhere");
        InMemoryFeatureStore.named("nowhere");
        lease(Views.market("nowhere")).close();
        assertThat(opened).hasValue(2);
    }
}
