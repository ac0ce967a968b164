package io.millrace.operators.infer;

import io.millrace.config.BatchingConfig;
import io.millrace.models.batch.Batcher;
import io.millrace.models.batch.Batchers;
import io.millrace.models.batch.Lane;
import io.millrace.models.batch.LaneListener;
import io.millrace.models.batch.Placement;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLease;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ModelSource;
import io.millrace.models.infer.SharedModels;
import io.millrace.models.pytorch.Devices;
import io.millrace.operators.inflight.InFlightQueue.Entry;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A host that shares loaded models, and on a GPU the batcher too, with the other subtasks of this process. */
final class ProcessHost implements ModelHost {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessHost.class);

    private final ModelSource source;
    private final BatchingConfig batching;
    private final Site site;
    private final Subtask subtask;
    private Batchers.@Nullable Share<Entry<Arrival, Outcome>> share;

    /** Where rows are gathered and the model runs. */
    record Site(ComputeDevice device, Placement placement) {

        static Site choose(InferSettings settings, Subtask subtask) throws ModelLoadException {
            Devices.Choice choice = Devices.choose(settings.device());
            LOG.info("model runs on {}", choice.sentence());
            return new Site(choice.device(), Placement.of(choice.device(), subtask.owner()));
        }
    }

    ProcessHost(ModelSource source, BatchingConfig batching, Site site, Subtask subtask) {
        this.source = source;
        this.batching = batching;
        this.site = site;
        this.subtask = subtask;
    }

    static Opener of(InferSettings settings) {
        return subtask ->
                new ProcessHost(settings.source(), settings.batching(), Site.choose(settings, subtask), subtask);
    }

    @Override
    public ModelSource.Resolved resolve() throws ModelLoadException {
        return source.resolve();
    }

    @Override
    public ModelLease acquire(int version) throws ModelLoadException, InterruptedException {
        try {
            return SharedModels.process().acquire(source, version, site.device(), batching.maxSize());
        } catch (ModelLoadException e) {
            tellRefused(version, e);
            throw e;
        }
    }

    private void tellRefused(int version, Exception reason) {
        try {
            source.refused(version, String.valueOf(reason.getMessage()));
        } catch (RuntimeException e) {
            LOG.warn("nobody could be told that a version is refused: version={}", version, e);
        }
    }

    @Override
    public ExecutorService loading() {
        return Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "millrace-infer-load");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public Lane<Entry<Arrival, Outcome>> serve(
            ModelLease model, long epoch, LaneListener<Entry<Arrival, Outcome>> listener) {
        Batcher.Settings settings = Batcher.Settings.of(model.model().id().model(), batching);
        Batcher.Surroundings surroundings = new Batcher.Surroundings(subtask.ticker(), subtask.metrics());
        share = Batchers.process().open(site.placement(), new Batchers.Start(settings, model, epoch, surroundings));
        return batcher().lane(listener);
    }

    @Override
    public void switchTo(ModelLease model, long epoch) {
        batcher().switchTo(model, epoch);
    }

    @Override
    public void challenge(ModelLease candidate, long epoch) {
        int version = candidate.model().id().version();
        try {
            batcher().challenge(candidate, epoch);
        } catch (IllegalArgumentException e) {
            tellRefused(version, e);
            throw e;
        }
    }

    @Override
    public void endChallenge(long epoch) {
        batcher().endChallenge(epoch);
    }

    @Override
    public void close() {
        if (share != null) {
            share.close();
        }
    }

    private Batcher<Entry<Arrival, Outcome>> batcher() {
        return Objects.requireNonNull(share, "nothing is served yet").batcher();
    }
}
