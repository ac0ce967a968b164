package io.millrace.models.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.time.ManualTicker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedModelsTest {
    private final SharedModels models = new SharedModels(new ManualTicker());
    private final List<FakeScorer> loaded = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(8);

    @AfterEach
    void everythingIsGivenBack() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(models.size()).isZero();
        assertThat(loaded).allMatch(FakeScorer::isClosed);
    }

    @Test
    void loadsOnceAndClosesWithTheLastLease() throws Exception {
        FakeSource source = new FakeSource("a");
        ModelLease first = models.acquire(source, 1, ComputeDevice.CPU, 4);
        ModelLease second = models.acquire(source, 1, ComputeDevice.CPU, 4);

        assertThat(first.model()).isSameAs(second.model());
        assertThat(first.profile().points()).hasSize(3);
        first.close();
        first.close();
        assertThat(loaded.get(0).isClosed()).isFalse();
        second.close();
        assertThat(loaded.get(0).isClosed()).isTrue();
        assertThat(source.loads).hasValue(1);
    }

    @Test
    void loadsAgainAfterTheLastLease() throws Exception {
        FakeSource source = new FakeSource("a");
        models.acquire(source, 1, ComputeDevice.CPU, 4).close();
        models.acquire(source, 1, ComputeDevice.CPU, 4).close();

        assertThat(source.loads).hasValue(2);
    }

    @Test
    void keepsSourcesVersionsAndDevicesApart() throws Exception {
        FakeSource a = new FakeSource("a");
        FakeSource b = new FakeSource("b");
        List<ModelLease> leases = List.of(
                models.acquire(a, 1, ComputeDevice.CPU, 4),
                models.acquire(a, 2, ComputeDevice.CPU, 4),
                models.acquire(a, 1, ComputeDevice.gpu(0), 4),
                models.acquire(b, 1, ComputeDevice.CPU, 4));

        assertThat(models.size()).isEqualTo(4);
        assertThat(loaded).hasSize(4);
        leases.forEach(ModelLease::close);
    }

    @Test
    void waitsForALoadThatIsUnderWay() throws Exception {
        FakeSource source = new FakeSource("a");
        source.gate = new CountDownLatch(1);
        List<Future<ModelLease>> leases = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            leases.add(threads.submit(() -> models.acquire(source, 1, ComputeDevice.CPU, 4)));
        }
        source.started.await();
        source.gate.countDown();

        List<ModelLease> held = new ArrayList<>();
        for (Future<ModelLease> lease : leases) {
            held.add(lease.get(30, TimeUnit.SECONDS));
        }
        assertThat(source.loads).hasValue(1);
        held.forEach(ModelLease::close);
    }

    @Test
    void forgetsAFailure() throws Exception {
        FakeSource source = new FakeSource("a");
        source.failure = new ModelLoadException("version is missing: version=1");
        assertThatThrownBy(() -> models.acquire(source, 1, ComputeDevice.CPU, 4))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("version is missing: version=1");
        source.failure = null;

        models.acquire(source, 1, ComputeDevice.CPU, 4).close();
        assertThat(source.loads).hasValue(2);
    }

    @Test
    void everyWaiterHearsOfAFailure() throws Exception {
        FakeSource source = new FakeSource("a");
        source.failure = new ModelLoadException("version is missing: version=1");
        source.gate = new CountDownLatch(1);
        Future<ModelLease> loading = threads.submit(() -> models.acquire(source, 1, ComputeDevice.CPU, 4));
        source.started.await();
        Future<ModelLease> waiting = threads.submit(() -> models.acquire(source, 1, ComputeDevice.CPU, 4));
        source.gate.countDown();

        for (Future<ModelLease> lease : List.of(loading, waiting)) {
            assertThatThrownBy(() -> lease.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(ModelLoadException.class)
                    .hasMessage("version is missing: version=1");
        }
    }

    @Test
    void aWaiterThatIsInterruptedLeavesTheModelToTheOthers() throws Exception {
        FakeSource source = new FakeSource("a");
        source.gate = new CountDownLatch(1);
        Future<ModelLease> loading = threads.submit(() -> models.acquire(source, 1, ComputeDevice.CPU, 4));
        source.started.await();
        Thread waiter = new Thread(() -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> models.acquire(source, 1, ComputeDevice.CPU, 4))
                    .isInstanceOf(InterruptedException.class);
        });
        waiter.start();
        waiter.join();
        source.gate.countDown();

        ModelLease lease = loading.get(30, TimeUnit.SECONDS);
        assertThat(loaded.get(0).isClosed()).isFalse();
        lease.close();
    }

    @Test
    void refusesAModelThatFailsItsWarmup() {
        FakeSource source = new FakeSource("a");
        source.behaviour = inputs -> {
            throw new ScoringException("no zeros, please");
        };

        assertThatThrownBy(() -> models.acquire(source, 1, ComputeDevice.CPU, 4))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("model fails on rows of zeros: model=fake@1, cause=no zeros, please");
    }

    private final class FakeSource implements ModelSource {
        private final String key;
        private final AtomicInteger loads = new AtomicInteger();
        private final CountDownLatch started = new CountDownLatch(1);
        private CountDownLatch gate = new CountDownLatch(0);
        private @Nullable ModelLoadException failure;
        private FakeScorer.Behaviour behaviour = inputs -> inputs;

        FakeSource(String key) {
            this.key = key;
        }

        @Override
        public String key() {
            return key;
        }

        @Override
        public Resolved resolve() {
            return new Resolved(1, 1);
        }

        @Override
        public ServedModel load(int version, ComputeDevice device) throws ModelLoadException {
            loads.incrementAndGet();
            started.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new ModelLoadException("interrupted", e);
            }
            if (failure != null) {
                throw failure;
            }
            FakeScorer scorer = new FakeScorer(behaviour);
            synchronized (loaded) {
                loaded.add(scorer);
            }
            return FakeModels.version(version, scorer);
        }
    }
}
