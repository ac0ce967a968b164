package io.millrace.jobs.demo;

import static java.util.Objects.requireNonNull;

import io.millrace.models.feature.Values;
import io.millrace.models.infer.ScoringException;
import io.millrace.operators.feedback.ScoredDecoder;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Scored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Has the first version say what it would have said of rows as they were scored, and enters it into a tally. For one thread. */
final class Rival {
    private final FrozenModel frozen;
    private final ScoredDecoder decoder;
    private final DemoTally tally;
    private final List<Scored> waiting = new ArrayList<>();

    Rival(FrozenModel frozen, ScoredDecoder decoder, DemoTally tally) {
        this.frozen = frozen;
        this.decoder = decoder;
        this.tally = tally;
    }

    /** Takes a record of the scored topic. Its rows wait until there are enough of them for a batch. */
    void take(RawEvent record) {
        try {
            decoder.decode(requireNonNull(record.value()), this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Scored row) {
        waiting.add(row);
        if (waiting.size() == FrozenModel.ROWS) {
            scoreWaiting();
        }
    }

    /** Scores what waits. */
    void scoreWaiting() {
        List<Values> rows = waiting.stream().map(Scored::values).toList();
        if (!rows.isEmpty()) {
            float[] said = score(rows);
            for (int i = 0; i < said.length; i++) {
                tally.frozen(waiting.get(i).eventId(), said[i]);
            }
        }
        waiting.clear();
    }

    private float[] score(List<Values> rows) {
        try {
            return frozen.score(rows);
        } catch (ScoringException e) {
            throw new IllegalStateException("first version does not score: rows=" + rows.size(), e);
        }
    }
}
