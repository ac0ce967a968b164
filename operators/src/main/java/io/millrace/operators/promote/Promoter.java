package io.millrace.operators.promote;

import io.millrace.config.PromotionConfig;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.promote.Rollout;
import io.millrace.models.promote.Rollout.Turn;
import io.millrace.models.promote.RolloutBytes;
import io.millrace.models.promote.RolloutState;
import io.millrace.models.registry.Aliases;
import io.millrace.models.registry.Decision;
import io.millrace.models.registry.Decision.Kind;
import io.millrace.models.registry.LoggedDecision;
import io.millrace.models.registry.ModelRegistry;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.Outbound;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out in the registry what a {@link Rollout} decides, and tells everyone. A decision is carried out on the condition
 * that no version was moved since; one that was under way when the job failed is found in the history, or done then.
 *
 * <p>With {@code promotion.gate} none and no steps every version of the learner becomes champion when it is published.
 */
final class Promoter {
    private static final Logger LOG = LoggerFactory.getLogger(Promoter.class);

    private final Office office;
    private final ModelRegistry registry;
    private final Rollout rollout;
    private final PromoteMetrics metrics;
    private final Consumer<Outbound> out;
    private RolloutState state;
    private RetrainWatch retrain;
    private StepTally tally;

    private Promoter(
            Office office, PromoteMetrics metrics, Consumer<Outbound> out, RolloutState state, RetrainWatch retrain) {
        this.office = office;
        this.registry = office.open();
        this.rollout = new Rollout(promotion(office), office.loss());
        this.metrics = metrics;
        this.out = out;
        this.state = state;
        this.retrain = retrain;
        this.tally = new StepTally(state.place());
    }

    private static PromotionConfig promotion(Office office) {
        return office.pipeline().promotion();
    }

    /** Begins with what serves now. */
    static Promoter begin(Office office, PromoteMetrics metrics, Consumer<Outbound> out, long nowMillis)
            throws ModelLoadException {
        int champion = office.open().resolve(office.model(), Aliases.CHAMPION).version();
        RetrainWatch retrain = RetrainWatch.begin(office, champion);
        Promoter promoter = new Promoter(office, metrics, out, RolloutState.UNKNOWN, retrain);
        promoter.note(nowMillis);
        return promoter;
    }

    /** Goes on from what was saved. */
    static Promoter resume(Office office, PromoteMetrics metrics, Consumer<Outbound> out, byte[] saved, long nowMillis)
            throws ModelLoadException, IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved))) {
            RetrainWatch retrain = RetrainWatch.read(office, in);
            RolloutState state = RolloutBytes.read(in.readAllBytes());
            Promoter promoter = new Promoter(office, metrics, out, state, retrain);
            promoter.again(nowMillis);
            promoter.announce();
            return promoter;
        }
    }

    byte[] save() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream to = new DataOutputStream(bytes)) {
            retrain.write(to);
            to.write(RolloutBytes.write(state));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** Hears of something. */
    void hear(Observed observed, long nowMillis) {
        observed.tell(new Hearing(nowMillis));
    }

    /** What is done about an observation. */
    private final class Hearing implements Observed.Listener<RuntimeException> {
        private final long nowMillis;

        Hearing(long nowMillis) {
            this.nowMillis = nowMillis;
        }

        @Override
        public void hear(Observed.Judged judged) {
            follow(rollout.labeled(state, judged.pair(), nowMillis), nowMillis);
        }

        @Override
        public void hear(Observed.Ran ran) {
            if (!tally.of(state.place())) {
                tally = new StepTally(state.place());
            }
            tally.add(ran);
        }

        @Override
        public void hear(Observed.Born born) {
            int version = born.published().version();
            boolean open = office.open(promotion(office));
            attempt(() -> {
                metrics.decided(
                        retrain.labels(born.published().labels(), nowMillis).map(Promoter.this::tell));
                if (open) {
                    promote(version, nowMillis);
                }
            });
            if (!open) {
                follow(rollout.published(state, version, born.published().parent(), nowMillis), nowMillis);
            }
        }

        @Override
        public void hear(Observed.Labeled labeled) {
            int champion = state.place().champion();
            attempt(() -> metrics.decided(
                    retrain.labeled(champion, labeled.told(), nowMillis).map(Promoter.this::tell)));
        }

        @Override
        public void hear(Observed.Drifted drifted) {
            attempt(() ->
                    metrics.decided(retrain.drifted(drifted.drift(), nowMillis).map(Promoter.this::tell)));
        }
    }

    private void promote(int version, long nowMillis) throws ModelLoadException, IOException {
        look(nowMillis);
        if (version > state.place().champion()) {
            Decision decision =
                    new Decision(Kind.PROMOTE, version, 0, Decision.AUTOMATIC, "published; no gate", Map.of());
            metrics.decided(registry.decideAt(office.model(), state.place().epoch(), decision)
                    .map(this::tell));
            note(nowMillis);
            announce();
        }
    }

    /** Hears that time has passed, and looks whether a person has moved versions. */
    void tick(long nowMillis) {
        attempt(() -> {
            again(nowMillis);
            look(nowMillis);
            metrics.decided(retrain.tick(nowMillis).map(this::tell));
        });
        if (tally.of(state.place())) {
            follow(rollout.served(state, tally.report(), nowMillis), nowMillis);
        }
        follow(rollout.tick(state, nowMillis), nowMillis);
    }

    /** Takes note of which versions serve, and tells of those that a person has moved: the jobs may not have heard of it. */
    private void look(long nowMillis) throws ModelLoadException {
        if (note(nowMillis)) {
            announce();
        }
    }

    /** Takes note of which versions serve; returns whether any was moved. */
    private boolean note(long nowMillis) throws ModelLoadException {
        Aliases aliases = registry.aliases(office.model());
        boolean frozen = registry.frozen(office.model());
        boolean moved = aliases.epoch() != state.place().epoch();
        if (moved || frozen != state.frozen()) {
            place(aliases, frozen, nowMillis);
        }
        return moved;
    }

    private void place(Aliases aliases, boolean frozen, long nowMillis) {
        Turn turn = rollout.placed(state, aliases, frozen, nowMillis);
        if (office.open(promotion(office))) {
            state = turn.state().withoutPending();
        } else {
            follow(turn, nowMillis);
        }
    }

    private void follow(Turn turn, long nowMillis) {
        state = turn.state();
        if (!turn.decisions().isEmpty()) {
            attempt(() -> again(nowMillis));
        }
    }

    /** Carries out what is decided and not known to be done. */
    private void again(long nowMillis) throws ModelLoadException, IOException {
        Decision pending = state.pending();
        if (pending == null) {
            return;
        }
        try {
            Optional<LoggedDecision> done =
                    registry.decideAt(office.model(), state.place().epoch(), pending);
            metrics.decided(done.or(() -> before(pending)).map(this::tell));
        } catch (ModelLoadException e) {
            LOG.warn("Decision is refused: model={}, decision={}", office.model(), pending, e);
            state = rollout.refused(state).state();
            return;
        }
        place(registry.aliases(office.model()), registry.frozen(office.model()), nowMillis);
        announce();
    }

    /** The decision, if it was carried out before a failure. */
    private Optional<LoggedDecision> before(Decision pending) {
        try {
            return registry.history(office.model()).decisions().stream()
                    .filter(each -> each.decision().equals(pending)
                            && each.epoch() > state.place().epoch())
                    .findFirst();
        } catch (ModelLoadException | IOException e) {
            LOG.warn("History cannot be read: model={}", office.model(), e);
            return Optional.empty();
        }
    }

    private LoggedDecision tell(LoggedDecision decision) {
        LOG.info("Decided: model={}, decision={}", office.model(), decision.line());
        out.accept(office.news().decision(office.model(), decision));
        return decision;
    }

    /** Tells which versions serve; those who know it already pass it over. */
    private void announce() throws ModelLoadException {
        out.accept(office.news()
                .announcement(
                        ModelAnnouncement.of(office.model(), registry.resolve(office.model(), Aliases.CHAMPION))));
    }

    /** Something about the registry that may fail now and succeed later. */
    private interface Attempt {
        void run() throws ModelLoadException, IOException;
    }

    private void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (ModelLoadException | IOException e) {
            metrics.failed();
            LOG.warn("Registry cannot be read or written and will be tried again: model={}", office.model(), e);
        }
    }

    RolloutState state() {
        return state;
    }
}
