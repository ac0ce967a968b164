package io.millrace.jobs.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.operators.record.RawEvent;
import io.millrace.operators.validate.PoisonEvents;
import io.millrace.operators.validate.PoisonEvents.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Good events and as many of every broken kind as told, shuffled: a function of a seed and the time. */
final class PoisonMix {
    private final long seed;
    private final long nowMillis;
    private final PoisonEvents events;
    private final List<Optional<Kind>> kinds = new ArrayList<>();

    PoisonMix(long seed, long nowMillis, int ofEachKind, int good) {
        this.seed = seed;
        this.nowMillis = nowMillis;
        this.events = new PoisonEvents(nowMillis);
        kinds.addAll(Collections.nCopies(good, Optional.empty()));
        Arrays.stream(Kind.values())
                .map(Optional::of)
                .forEach(each -> kinds.addAll(Collections.nCopies(ofEachKind, each)));
        Collections.shuffle(kinds, new Random(seed));
    }

    int size() {
        return kinds.size();
    }

    /** The kind of an event, or nothing if it is a good one. */
    Optional<Kind> kind(int number) {
        return kinds.get(number);
    }

    /** An event, the same whenever it is asked for. */
    RawEvent event(int number) {
        return kind(number).map(kind -> events.make(kind, number)).orElseGet(() -> events.good(number));
    }

    /** The number of the event that a record came of, by the record's key. */
    static int number(RawEvent record) {
        byte[] key = record.key();
        if (key == null) {
            throw new AssertionError("record without a key: position=" + record.position());
        }
        return Integer.parseInt(new String(key, UTF_8).substring("k-".length()));
    }

    @Override
    public String toString() {
        return "PoisonMix[seed=" + seed + ", nowMillis=" + nowMillis + "]";
    }
}
