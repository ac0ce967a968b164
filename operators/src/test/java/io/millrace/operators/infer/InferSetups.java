package io.millrace.operators.infer;

import io.millrace.config.BatchingConfig;
import io.millrace.config.BatchingConfig.Order;
import io.millrace.config.DeviceConfig;
import io.millrace.config.ModelConfig;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.FakeModels;
import io.millrace.models.infer.FakeScorer;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ModelSource;
import io.millrace.models.infer.Scorer;
import io.millrace.models.infer.ServedModel;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.verify.OperatorUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;

/** Operators for tests, with a model that is called {@code fake}. */
final class InferSetups {
    static final Duration LONG = Duration.ofHours(1);

    private InferSetups() {}

    static ModelConfig model(String serve) {
        return new ModelConfig("fake", serve, ModelConfig.Task.REGRESSION, "y", ModelConfig.TargetTransform.NONE);
    }

    static BatchingConfig batching(Order order, int maxSize, int capacity) {
        return new BatchingConfig(maxSize, Duration.ZERO, LONG, order, 2, capacity, LONG);
    }

    static InferSettings settings(BatchingConfig batching, ModelSource source) {
        return new InferSettings(model("champion"), source, batching, new DeviceConfig(DeviceConfig.Kind.CPU, 0), null);
    }

    /** The operator as a pipeline has it, without news. */
    static OperatorUnderTest<Prediction> operator(InferSettings settings) {
        return operator(settings, new FakeFeed());
    }

    static OperatorUnderTest<Prediction> operator(InferSettings settings, AnnouncementFeed announcements) {
        return operator(settings, ProcessHost.of(settings), announcements);
    }

    static OperatorUnderTest<Prediction> operator(
            InferSettings settings, ModelHost.Opener host, AnnouncementFeed announcements) {
        return OperatorUnderTest.of(
                        RecordTypes.PREDICTION, () -> new BatchInferOperatorFactory(settings, host, announcements))
                .input(RecordTypes.ENRICHED_EVENT);
    }

    /** News that a test tells, in its own thread. */
    static final class FakeFeed implements AnnouncementFeed {
        private final transient List<ModelAnnouncement> told = new ArrayList<>();
        private final transient List<Listener> listeners = new ArrayList<>();

        @Override
        public AutoCloseable follow(Listener listener) {
            told.forEach(listener::announced);
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }

        /** Tells everyone who listens, and everyone who will. */
        void tell(ModelAnnouncement announcement) {
            told.add(announcement);
            listeners.forEach(listener -> listener.announced(announcement));
        }

        void breakDown(Throwable cause) {
            listeners.forEach(listener -> listener.broken(cause));
        }

        int followers() {
            return listeners.size();
        }
    }

    /** Versions that are made when they are asked for; the alias points to a version at the epoch of the same number. */
    static final class FakeSource implements ModelSource {
        private final String key = UUID.randomUUID().toString();
        private final transient IntFunction<Scorer> scorers;
        private final transient List<Integer> loads = new ArrayList<>();
        private final transient List<String> refused = new ArrayList<>();
        private volatile int champion = 1;
        private volatile int candidate;
        private volatile double share;

        FakeSource(IntFunction<Scorer> scorers) {
            this.scorers = scorers;
        }

        /** Every version does the same. */
        static FakeSource of(FakeScorer.Behaviour behaviour) {
            return new FakeSource(version -> new FakeScorer(behaviour));
        }

        void promote(int version) {
            champion = version;
        }

        void challenge(int version, double keys) {
            candidate = version;
            share = keys;
        }

        /** The versions that were refused, with the reasons. */
        synchronized List<String> refused() {
            return List.copyOf(refused);
        }

        @Override
        public synchronized void refused(int version, String reason) {
            refused.add(version + ": " + reason);
        }

        /** The versions that were loaded, in order. */
        synchronized List<Integer> loads() {
            return List.copyOf(loads);
        }

        @Override
        public String key() {
            return key;
        }

        @Override
        public Resolved resolve() {
            return new Resolved(champion, champion, candidate, share);
        }

        @Override
        public ServedModel load(int version, ComputeDevice device) throws ModelLoadException {
            synchronized (this) {
                loads.add(version);
            }
            if (version >= 100) {
                throw new ModelLoadException("golden row is not reproduced: version=" + version);
            }
            return FakeModels.version(version, scorers.apply(version));
        }
    }
}
