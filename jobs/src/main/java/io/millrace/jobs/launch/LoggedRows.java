package io.millrace.jobs.launch;

import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.learn.Backtest;
import io.millrace.models.learn.PastPrediction;
import io.millrace.models.learn.PastPrediction.Served;
import io.millrace.models.tensor.ScoredSchema;
import io.millrace.operators.feedback.ScoredDecoder;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Scored;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The rows of the scored topic on their way into a backtest. */
final class LoggedRows {
    private final Backtest backtest;
    private final ScoredDecoder whole;
    private final ScoredDecoder bare = decoder(new Schema(List.of()));
    private long firstMillis = Long.MAX_VALUE;
    private long lastMillis = Long.MIN_VALUE;

    /** @param schema the columns that the backtest reads */
    LoggedRows(Backtest backtest, Schema schema) {
        this.backtest = backtest;
        this.whole = decoder(schema);
    }

    private static ScoredDecoder decoder(Schema columns) {
        return new ScoredDecoder(new ScoredSchema(columns, 0, List.of(), List.of()));
    }

    /**
     * Takes in the rows of a record.
     *
     * @throws CommandFailure if a row lacks a column that is to be scored
     */
    void take(RawEvent record) {
        byte[] arrow = record.value();
        if (arrow == null) {
            return;
        }
        List<Scored> rows;
        try {
            rows = rows(whole, arrow);
        } catch (IOException e) {
            takeBare(record, arrow, e);
            return;
        }
        for (Scored row : rows) {
            add(row, row::values);
        }
    }

    /* Rows without the columns count as long as nobody has to score them. */
    private void takeBare(RawEvent record, byte[] arrow, IOException why) {
        List<Scored> rows;
        try {
            rows = rows(bare, arrow);
        } catch (IOException e) {
            throw new CommandFailure(
                    "record holds no scored rows: position=" + record.position() + ", cause=" + e.getMessage(), e);
        }
        for (Scored row : rows) {
            add(row, () -> {
                throw new CommandFailure(
                        "logged rows cannot be scored again: position=" + record.position() + ", served="
                                + row.model().name() + "@" + row.model().version() + ", event_time="
                                + Instant.ofEpochMilli(row.timeMillis()) + ", cause=" + why.getMessage()
                                + "; name a version that does not read the column, or begin with --from after such rows",
                        why);
            });
        }
    }

    private static List<Scored> rows(ScoredDecoder decoder, byte[] arrow) throws IOException {
        List<Scored> rows = new ArrayList<>();
        decoder.decode(arrow, rows::add);
        return rows;
    }

    private void add(Scored row, Supplier<Values> values) {
        firstMillis = Math.min(firstMillis, row.timeMillis());
        lastMillis = Math.max(lastMillis, row.timeMillis());
        ModelStamp model = row.model();
        Served served = new Served(model.name(), model.version(), model.variant());
        try {
            backtest.add(new PastPrediction(row.id(), row.timeMillis(), served, row.outputs()), values);
        } catch (ModelLoadException e) {
            throw new CommandFailure("rows cannot be scored again: cause=" + e.getMessage(), e);
        }
    }

    /** Which event times the topic has. */
    String span() {
        return firstMillis > lastMillis
                ? "nothing"
                : Instant.ofEpochMilli(firstMillis) + " to " + Instant.ofEpochMilli(lastMillis);
    }
}
