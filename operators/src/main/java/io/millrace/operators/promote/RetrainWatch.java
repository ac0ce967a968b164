package io.millrace.operators.promote;

import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.promote.RetrainState;
import io.millrace.models.promote.RetrainTriggers;
import io.millrace.models.promote.RetrainTriggers.Turn;
import io.millrace.models.registry.Decision;
import io.millrace.models.registry.LoggedDecision;
import io.millrace.models.registry.Manifest;
import io.millrace.models.registry.ModelRegistry;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks for a training when there are many more labels than the model was trained with, or when that was long ago. */
final class RetrainWatch {
    private final Office office;
    private final RetrainTriggers triggers;
    private RetrainState state;
    private long trained;

    private RetrainWatch(Office office, RetrainState state, long trained) {
        this.office = office;
        this.triggers = new RetrainTriggers(office.pipeline().retrain());
        this.state = state;
        this.trained = trained;
    }

    /** After the training of a version. */
    static RetrainWatch begin(Office office, int champion) throws ModelLoadException {
        Manifest manifest = office.open().manifest(office.model(), champion);
        long rows = manifest.content().training().rows();
        return new RetrainWatch(
                office, RetrainState.trained(manifest.identity().created().toEpochMilli(), rows), rows);
    }

    static RetrainWatch read(Office office, DataInput in) throws IOException {
        long trained = in.readLong();
        long millis = in.readLong();
        long then = in.readLong();
        long labels = in.readLong();
        List<Long> asked = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            asked.add(in.readLong());
        }
        return new RetrainWatch(office, new RetrainState(millis, then, labels, asked), trained);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(trained);
        out.writeLong(state.trainedMillis());
        out.writeLong(state.labelsThen());
        out.writeLong(state.labels());
        out.writeInt(state.asked().size());
        for (long each : state.asked()) {
            out.writeLong(each);
        }
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
