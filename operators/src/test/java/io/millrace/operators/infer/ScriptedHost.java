package io.millrace.operators.infer;

import io.millrace.models.batch.CloseReason;
import io.millrace.models.batch.FinishedBatch;
import io.millrace.models.batch.Lane;
import io.millrace.models.batch.LaneListener;
import io.millrace.models.batch.RowFailure;
import io.millrace.models.feature.Row;
import io.millrace.models.infer.FakeModels;
import io.millrace.models.infer.FakeScorer;
import io.millrace.models.infer.ModelLease;
import io.millrace.models.infer.ModelProfile;
import io.millrace.models.infer.ModelSource;
import io.millrace.models.infer.ServedModel;
import io.millrace.operators.inflight.InFlightQueue.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A host without threads: a batch finishes when the script says so, in any order. It keeps to the batcher's contract:
 * so many batches at a time, one version per batch, and word of room after a refusal.
 */
final class ScriptedHost implements ModelHost {
    private final Script script;
    private final ManualExecutor loading = new ManualExecutor();
    private final List<Batch> unfinished = new ArrayList<>();
    private @Nullable LaneListener<Entry<Arrival, Outcome>> listener;
    private @Nullable Batch open;
    private ServedModel serving;
    private ModelLease lease;
    private boolean starved;
    private boolean silent;

    /**
     * How a host behaves.
     *
     * @param buffers batches that may exist at once
     * @param version what the alias points to, at the epoch of the same number
     */
    record Script(Random random, int maxSize, int buffers, int version, Leases leases) {}

    /** The leases of all hosts of a test. */
    static final class Leases {
        private int given;
        private int closed;

        synchronized ModelLease give(int version) {
            given++;
            ModelLease lease = FakeModels.lease(version, new FakeScorer());
            return new ModelLease() {
                @Override
                public ServedModel model() {
                    return lease.model();
                }

                @Override
                public ModelProfile profile() {
                    return lease.profile();
                }

                @Override
                public void close() {
                    lease.close();
                    count();
                }
            };
        }

        private synchronized void count() {
            closed++;
        }

        synchronized int open() {
            return given - closed;
        }
    }

    private static final class Batch {
        final ServedModel model;
        final List<Entry<Arrival, Outcome>> tags = new ArrayList<>();

        Batch(ServedModel model) {
            this.model = model;
        }
    }

    @SuppressWarnings("NullAway.Init") // serving and lease are set by serve()
    ScriptedHost(Script script) {
        this.script = script;
    }

    @Override
    public ModelSource.Resolved resolve() {
        return new ModelSource.Resolved(script.version(), script.version());
    }

    @Override
    public ModelLease acquire(int version) {
        return script.leases().give(version);
    }

    @Override
    public ManualExecutor loading() {
        return loading;
    }

    @Override
    public Lane<Entry<Arrival, Outcome>> serve(
            ModelLease model, long epoch, LaneListener<Entry<Arrival, Outcome>> told) {
        lease = model;
        serving = model.model();
        listener = told;
        return new ScriptedLane();
    }

    @Override
    public void switchTo(ModelLease model, long epoch) {
        open = null;
        lease.close();
        lease = model;
        serving = model.model();
    }

    @Override
    public void challenge(ModelLease model, long epoch) {
        model.close();
    }

    @Override
    public void endChallenge(long epoch) {}

    @Override
    public void close() {
        lease.close();
    }

    /** Whether a batch has rows that nobody has heard of. */
    boolean busy() {
        return !unfinished.isEmpty();
    }

    /** Lets any batch finish, the open one included. */
    void finishOne() {
        Batch batch = unfinished.remove(script.random().nextInt(unfinished.size()));
        if (batch == open) {
            open = null;
        }
        finished(batch);
        if (starved) {
            starved = false;
            listener().roomAvailable();
        }
    }

    private void finished(Batch batch) {
        int rows = batch.tags.size();
        float[] outputs = new float[rows];
        for (int row = 0; row < rows; row++) {
            outputs[row] = (float) batch.tags.get(row).input().event().number(0);
        }
        if (!silent) {
            listener()
                    .finished(new FinishedBatch<>(
                            batch.model.id(),
                            batch.tags,
                            outputs,
                            1,
                            new RowFailure[rows],
                            new long[rows],
                            1_000,
                            rows,
                            CloseReason.IDLE_WORKER,
                            null));
        }
    }

    private LaneListener<Entry<Arrival, Outcome>> listener() {
        return Objects.requireNonNull(listener);
    }

    private final class ScriptedLane implements Lane<Entry<Arrival, Outcome>> {

        @Override
        public boolean offer(Row row, Entry<Arrival, Outcome> tag) {
            Batch batch = open;
            if (batch == null) {
                if (unfinished.size() == script.buffers()) {
                    starved = true;
                    return false;
                }
                batch = new Batch(serving);
                unfinished.add(batch);
                open = batch;
            }
            batch.tags.add(tag);
            if (batch.tags.size() == script.maxSize()) {
                open = null;
            }
            return true;
        }

        @Override
        public void flush() {
            open = null;
        }

        @Override
        public void close() {
            silent = true;
        }
    }
}
