package io.millrace.models.promote;

import io.millrace.config.PromotionConfig;
import io.millrace.config.PromotionConfig.Gate;
import io.millrace.models.promote.RolloutState.Place;
import io.millrace.models.promote.RolloutState.Queue;
import io.millrace.models.promote.RolloutState.Trial;
import io.millrace.models.promote.ServiceEvidence.Health;
import io.millrace.models.registry.Aliases;
import io.millrace.models.registry.Decision;
import io.millrace.models.registry.Decision.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way of a version to the champion's place: scored beside the champion until labels say that it is better, then serving
 * growing shares of the keys, then champion. It is a function of state and event; what it decides is carried out elsewhere,
 * on the condition that the aliases still have the epoch of {@link RolloutState#place}, and comes back as
 * {@link #placed}. Until then nothing else is decided, so that a decision that is repeated after a restore is carried out
 * once.
 *
 * <p>When labels have said that a candidate is better, its pairs are counted anew: should they say the contrary while it
 * serves keys, it is rolled back, whatever they said before.
 *
 * <p>A version that goes on from the candidate, as a learner's next one does, takes its place and keeps its evidence, as
 * long as labels have not decided: they judge the learner. Any other version waits until the candidate is decided about.
 */
public final class Rollout {
    private final PromotionConfig promotion;
    private final PairedGate paired;
    private final ServiceGate service;

    /** @param loss by which versions are compared; of no account if {@code promotion.gate} is none */
    public Rollout(PromotionConfig promotion, Loss loss) {
        this.promotion = promotion;
        this.paired = new PairedGate(promotion, loss);
        this.service = new ServiceGate(promotion);
    }

    /** The state after an event, and what is to be done: nothing or one decision. */
    public record Turn(RolloutState state, List<Decision> decisions) {
        public Turn {
            decisions = List.copyOf(decisions);
        }
    }

    /** Hears which versions serve: at the start, after every decision, and when a person has moved them. */
    public Turn placed(RolloutState state, Aliases aliases, boolean frozen, long nowMillis) {
        Place place = new Place(
                aliases.versions().getOrDefault(Aliases.CHAMPION, 0),
                aliases.versions().getOrDefault(Aliases.CANDIDATE, 0),
                aliases.share(),
                aliases.epoch());
        RolloutState next = state.with(trial(state, place, nowMillis))
                .with(place)
                .with(queue(state, place))
                .withFrozen(frozen)
                .withPending(null);
        return tick(next, nowMillis);
    }

    /** A champion needs no trial, nor does what goes on from a candidate that was given up. */
    private static Queue queue(RolloutState state, Place place) {
        Place before = state.place();
        boolean givenUp = before.trying()
                && place.champion() == before.champion()
                && !state.trial().includes(place.candidate());
        return state.queue()
                .published(place.candidate())
                .tried(before.champion())
                .tried(place.champion())
                .tried(givenUp ? state.trial().last() : 0);
    }

    private static Trial trial(RolloutState state, Place place, long nowMillis) {
        Place before = state.place();
        boolean same = place.champion() == before.champion()
                && before.trying()
                && state.trial().includes(place.candidate());
        if (!place.trying()) {
            return Trial.NONE;
        }
        if (!same) {
            return Trial.of(place.candidate(), nowMillis);
        }
        return place.epoch() == before.epoch() ? state.trial() : state.trial().atStep(nowMillis);
    }

    /**
     * Hears that there is a new version.
     *
     * @param parent the version that it goes on from, or 0
     */
    public Turn published(RolloutState state, int version, int parent, long nowMillis) {
        RolloutState next = state.with(state.queue().published(version));
        if (state.place().trying() && parent == state.trial().last() && version > parent) {
            next = next.with(state.trial().succeeded(version));
        }
        return tick(next, nowMillis);
    }

    /** Hears of a label. Pairs of versions that are not compared now are passed over. */
    public Turn labeled(RolloutState state, LabeledPair pair, long nowMillis) {
        boolean compared = state.place().trying()
                && pair.champion() == state.place().champion()
                && state.trial().includes(pair.candidate());
        if (!compared) {
            return new Turn(state, List.of());
        }
        Trial trial = state.trial().with(paired.add(state.trial().pairs(), pair.losses()));
        PairedEvidence evidence = paired.judge(trial.pairs());
        if (!trial.proven() && evidence.verdict() == Verdict.PROMOTE) {
            trial = trial.proven(evidence);
        }
        return tick(state.with(trial), nowMillis);
    }

    /** Hears how the versions run; a report on another step is passed over. */
    public Turn served(RolloutState state, ServiceReport report, long nowMillis) {
        if (!open(state)
                || !state.place().trying()
                || report.step() != state.place().epoch()) {
            return new Turn(state, List.of());
        }
        ServiceEvidence evidence = service.judge(report);
        if (evidence.health() == Health.BAD) {
            return turn(
                    state,
                    report.fault().isEmpty()
                            ? leave(state, evidence.why(), evidence.numbers())
                            : Optional.of(quarantine(state, report.fault())));
        }
        boolean go = promotion.automatic()
                && evidence.health() == Health.GOOD
                && held(state, report, nowMillis)
                && convinced(state, report);
        return go ? turn(state, advance(state, evidence)) : tick(state, nowMillis);
    }

    /** Hears that time has passed. */
    public Turn tick(RolloutState state, long nowMillis) {
        return open(state) ? turn(state, due(state, nowMillis)) : new Turn(state, List.of());
    }

    /** Hears that what was decided cannot be carried out: a version that cannot become candidate is given up. */
    public Turn refused(RolloutState state) {
        Decision pending = state.pending();
        if (pending == null || pending.kind() != Kind.SHADOW) {
            return new Turn(state.withPending(null), List.of());
        }
        return new Turn(state.with(state.queue().tried(pending.version())).withPending(null), List.of());
    }

    /** What labels say of the candidate so far or, once they have said that it is better, since then. */
    public PairedEvidence evidence(RolloutState state) {
        return paired.judge(state.trial().pairs());
    }

    private static boolean open(RolloutState state) {
        return !state.frozen() && state.pending() == null && state.place().champion() != 0;
    }

    private Optional<Decision> due(RolloutState state, long nowMillis) {
        Place place = state.place();
        if (!place.trying()) {
            Queue queue = state.queue();
            return queue.waiting() ? Optional.of(shadow(queue.newest(), "new version")) : Optional.empty();
        }
        if (promotion.automatic() && promotion.gate() == Gate.PAIRED_SEQUENTIAL) {
            PairedEvidence evidence = evidence(state);
            if (evidence.verdict() == Verdict.REJECT) {
                return leave(state, "labels say that it is not better", evidence.numbers());
            }
        }
        long tried = nowMillis - state.trial().sinceMillis();
        if (promotion.automatic()
                && !place.canary()
                && tried > promotion.giveUpAfter().toMillis()) {
            return leave(
                    state,
                    "no decision within " + promotion.giveUpAfter().toDays() + " days",
                    evidence(state).numbers());
        }
        boolean successor =
                !place.canary() && !state.trial().proven() && state.trial().last() > place.candidate();
        return successor
                ? Optional.of(shadow(state.trial().last(), "goes on from " + place.candidate()))
                : Optional.empty();
    }

    /** Whether the present step has lasted long enough; beside the champion it needs no time of its own. */
    private boolean held(RolloutState state, ServiceReport report, long nowMillis) {
        return !state.place().canary()
                || report.candidate().requests() >= promotion.step().requests()
                || nowMillis - state.trial().stepMillis()
                        >= promotion.step().time().toMillis();
    }

    /** Whether labels speak for the candidate; without them, whether its outputs do not speak against it. */
    private boolean convinced(RolloutState state, ServiceReport report) {
        return promotion.gate() == Gate.NONE
                ? !service.shifted(report)
                : state.trial().proven();
    }

    private Optional<Decision> advance(RolloutState state, ServiceEvidence evidence) {
        int candidate = state.place().candidate();
        Map<String, Double> numbers = new LinkedHashMap<>();
        PairedEvidence proof = state.trial().proof();
        if (proof != null) {
            numbers.putAll(proof.numbers());
        }
        PairedEvidence since = evidence(state);
        if (since.labels() > 0) {
            numbers.put("labels_since", (double) since.labels());
            numbers.put("difference_since", since.difference());
        }
        numbers.putAll(evidence.numbers());
        for (double step : promotion.steps()) {
            if (step > state.place().share()) {
                String why = state.place().canary() ? "ran well with a smaller share" : why();
                return Optional.of(new Decision(Kind.CANARY, candidate, step, Decision.AUTOMATIC, why, numbers));
            }
        }
        String why = promotion.steps().isEmpty() ? why() : "ran well with every share";
        return Optional.of(new Decision(Kind.PROMOTE, candidate, 0, Decision.AUTOMATIC, why, numbers));
    }

    private String why() {
        return promotion.gate() == Gate.NONE ? "runs well" : "labels say that it is better, and it runs well";
    }

    private static Decision shadow(int version, String why) {
        return Decision.of(Kind.SHADOW, version, Decision.AUTOMATIC, why);
    }

    private static Optional<Decision> leave(RolloutState state, String why, Map<String, Double> numbers) {
        Kind kind = state.place().canary() ? Kind.ROLLBACK : Kind.REJECT;
        return Optional.of(new Decision(kind, state.place().candidate(), 0, Decision.AUTOMATIC, why, numbers));
    }

    private static Decision quarantine(RolloutState state, String fault) {
        return Decision.of(Kind.QUARANTINE, state.place().candidate(), Decision.AUTOMATIC, fault);
    }

    private static Turn turn(RolloutState state, Optional<Decision> decision) {
        return decision.map(each -> new Turn(state.withPending(each), List.of(each)))
                .orElseGet(() -> new Turn(state, List.of()));
    }
}
