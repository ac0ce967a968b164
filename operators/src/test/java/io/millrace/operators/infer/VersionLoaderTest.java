package io.millrace.operators.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.infer.ModelLease;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.operators.record.ModelAnnouncement;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VersionLoaderTest {
    private final ScriptedHost.Leases leases = new ScriptedHost.Leases();
    private final ManualExecutor background = new ManualExecutor();
    private final AtomicInteger told = new AtomicInteger();

    @AfterEach
    void noLeaseIsLeft() {
        assertThat(leases.open()).isZero();
    }

    @Test
    void handsOverTheLease() {
        try (VersionLoader loader = loader()) {
            loader.load(announced(2));
            assertThat(loader.poll()).isNull();
            background.runOne();

            assertThat(told).hasValue(1);
            VersionLoader.Result result = Objects.requireNonNull(loader.poll());
            assertThat(result.announced()).isEqualTo(announced(2));
            ModelLease model = Objects.requireNonNull(result.model());
            assertThat(model.model().id().version()).isEqualTo(2);
            model.close();
        }
    }

    @Test
    void aRequestThatHasNotBegunIsReplaced() {
        try (VersionLoader loader = loader()) {
            loader.load(announced(2));
            loader.load(announced(3));

            assertThat(background.runOne()).isTrue();
            assertThat(background.runOne()).isFalse();
            VersionLoader.Result result = Objects.requireNonNull(loader.poll());
            assertThat(result.announced()).isEqualTo(announced(3));
            Objects.requireNonNull(result.model()).close();
        }
    }

    @Test
    void aFailureIsAResult() {
        ModelLoadException cause = new ModelLoadException("hash differs: file=weights.pt");
        VersionLoader.Source failing = announced -> {
            throw cause;
        };
        try (VersionLoader loader = new VersionLoader(background, failing, told::incrementAndGet)) {
            loader.load(announced(2));
            background.runOne();

            VersionLoader.Result result = Objects.requireNonNull(loader.poll());
            assertThat(result.model()).isNull();
            assertThat(result.failure()).isSameAs(cause);
        }
    }

    @Test
    void isBusyFromTheRequestUntilTheResultIsTaken() throws InterruptedException {
        try (VersionLoader loader = loader()) {
            assertThat(loader.busy()).isFalse();
            loader.load(announced(2));
            assertThat(loader.busy()).isTrue();
            assertThat(loader.awaitFirst(Duration.ZERO)).isFalse();
            background.runOne();
            assertThat(loader.awaitFirst(Duration.ZERO)).isTrue();
            assertThat(loader.busy()).isTrue();

            Objects.requireNonNull(Objects.requireNonNull(loader.poll()).model())
                    .close();
            assertThat(loader.busy()).isFalse();
        }
    }

    @Test
    void closeGivesUpWhatNobodyTook() {
        VersionLoader loader = loader();
        loader.load(announced(2));
        background.runOne();

        loader.close();

        assertThat(leases.open()).isZero();
    }

    @Test
    void closeEndsTheLoadUnderWayAndGivesUpItsLease() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        VersionLoader.Source slow = announced -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                return leases.give(announced.version());
            }
            throw new IllegalStateException("nobody opens the latch");
        };
        VersionLoader loader = new VersionLoader(thread, slow, told::incrementAndGet);
        loader.load(announced(2));
        begun.await();

        loader.close();

        assertThat(thread.isTerminated()).isTrue();
        assertThat(told).hasValue(0);
    }

    @Test
    void loadsNothingAfterClose() {
        VersionLoader loader = loader();
        loader.close();

        loader.load(announced(2));

        assertThat(background.runOne()).isFalse();
    }

    private VersionLoader loader() {
        return new VersionLoader(background, announced -> leases.give(announced.version()), told::incrementAndGet);
    }

    private static ModelAnnouncement announced(int version) {
        return new ModelAnnouncement("fake", version, version);
    }
}
