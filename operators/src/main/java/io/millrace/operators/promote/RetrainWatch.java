package io.millrace.operators.promote;

import io.millrace.config.PipelineConfig;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.promote.QualityFloor;
import io.millrace.models.promote.QualityState;
import io.millrace.models.promote.RetrainState;
import io.millrace.models.promote.RetrainTriggers;
import io.millrace.models.promote.RetrainTriggers.Measured;
import io.millrace.models.promote.RetrainTriggers.Turn;
import io.millrace.models.registry.Decision;
import io.millrace.models.registry.LoggedDecision;
import io.millrace.models.registry.Manifest;
import io.millrace.models.registry.ModelRegistry;
import io.millrace.operators.record.Drift;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks for a training when something has drifted, when the champion's labels say that it is surely not good enough, when there
 * are many more labels than the model was trained with, or when that was long ago.
 */
final class RetrainWatch {
    /** Formats of the state are negative numbers; the first had none and began with a number of labels. */
    private static final long WITH_QUALITY = -2;

    private final Office office;
    private final RetrainTriggers triggers;
    private final QualityFloor floor;
    private final long trained;
    private RetrainState state;
    private QualityState quality;

    private RetrainWatch(Office office, long trained, RetrainState state, QualityState quality) {
        PipelineConfig pipeline = office.pipeline();
        this.office = office;
        this.triggers = new RetrainTriggers(pipeline.retrain());
        this.floor = new QualityFloor(
                pipeline.retrain(), office.loss(), pipeline.promotion().alpha());
        this.trained = trained;
        this.state = state;
        this.quality = quality;
    }

    /** After the training of a version. */
    static RetrainWatch begin(Office office, int champion) throws ModelLoadException {
        Manifest manifest = office.open().manifest(office.model(), champion);
        long rows = manifest.content().training().rows();
        return new RetrainWatch(
                office,
                rows,
                RetrainState.trained(manifest.identity().created().toEpochMilli(), rows),
                QualityState.UNKNOWN);
    }

    /** Goes on from what was written; from before quality was looked at, with labels that are counted from now on. */
    static RetrainWatch read(Office office, DataInput in) throws IOException {
        long first = in.readLong();
        if (first < 0 && first != WITH_QUALITY) {
            throw new IOException("state is of another format: format=" + -first + ", max=" + -WITH_QUALITY
                    + "; restore with the release that wrote it");
        }
        long trained = first < 0 ? in.readLong() : first;
        RetrainState state = state(in);
        return new RetrainWatch(office, trained, state, first < 0 ? QualityState.read(in) : QualityState.UNKNOWN);
    }

    private static RetrainState state(DataInput in) throws IOException {
        long millis = in.readLong();
        long then = in.readLong();
        long labels = in.readLong();
        List<Long> asked = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            asked.add(in.readLong());
        }
        return new RetrainState(millis, then, labels, asked);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(WITH_QUALITY);
        out.writeLong(trained);
        out.writeLong(state.trainedMillis());
        out.writeLong(state.labelsThen());
        out.writeLong(state.labels());
        out.writeInt(state.asked().size());
        for (long each : state.asked()) {
            out.writeLong(each);
        }
        quality.write(out);
    }

    /** A label has come of a row that a version served. */
    Optional<LoggedDecision> labeled(int champion, QualityFloor.Told told, long nowMillis)
            throws ModelLoadException, IOException {
        quality = floor.add(quality, champion, told);
        Optional<Measured> low = floor.judge(quality);
        return low.isEmpty() ? Optional.empty() : follow(triggers.measured(state, low.get(), nowMillis), nowMillis);
    }

    /** Something has drifted. What was written before the last training, or is about another model, says nothing. */
    Optional<LoggedDecision> drifted(Drift drift, long nowMillis) throws ModelLoadException, IOException {
        boolean old = drift.writtenMillis() != Drift.NO_TIME && drift.writtenMillis() < state.trainedMillis();
        if (old || drift.state() != Drift.State.LEFT || !drift.model().equals(office.model())) {
            return Optional.empty();
        }
        return follow(triggers.drifted(state, drift.what(), drift.numbers(), nowMillis), nowMillis);
    }

    /** The learner has learned from so many labels. */
    Optional<LoggedDecision> labels(long learned, long nowMillis) throws ModelLoadException, IOException {
        return follow(triggers.labels(state, trained + learned, nowMillis), nowMillis);
    }

    Optional<LoggedDecision> tick(long nowMillis) throws ModelLoadException, IOException {
        return follow(triggers.tick(state, nowMillis), nowMillis);
    }

    /* What was asked for before a failure, and is not in the state, is in the history. */
    private Optional<LoggedDecision> follow(Turn turn, long nowMillis) throws ModelLoadException, IOException {
        Optional<Decision> decision = turn.decision();
        Optional<LoggedDecision> logged = Optional.empty();
        if (decision.isPresent()) {
            ModelRegistry registry = office.open();
            long rested = nowMillis - office.pipeline().retrain().coolDown().toMillis();
            boolean asked = registry.history(office.model()).decisions().stream()
                    .anyMatch(each -> each.decision().kind() == Decision.Kind.RETRAIN
                            && each.time().toEpochMilli() > rested);
            logged = asked ? Optional.empty() : Optional.of(registry.decide(office.model(), decision.get()));
        }
        state = turn.state();
        return logged;
    }
}
