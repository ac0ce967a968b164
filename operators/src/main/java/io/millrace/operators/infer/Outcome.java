package io.millrace.operators.infer;

import io.millrace.models.batch.FinishedBatch;
import io.millrace.models.batch.RowFailure;
import io.millrace.operators.record.Reason;

/** What became of an event in the infer stage. */
sealed interface Outcome {

    /** Leaves by the way that fits. */
    void leave(Arrival arrival, Departures departures);

    /** The outcome of one row of a batch. */
    static Outcome of(FinishedBatch<?> batch, int row) {
        RowFailure failure = batch.failures()[row];
        return failure == null ? new Scored(batch, row) : new Failed(reason(failure.kind()), failure.detail());
    }

    private static Reason reason(RowFailure.Kind kind) {
        return switch (kind) {
            case MODEL_FAILED -> Reason.MODEL_FAILED;
            case NOT_FINITE -> Reason.OUTPUT_NOT_FINITE;
            case TIMEOUT -> Reason.TIMEOUT;
        };
    }

    /** A row with outputs. */
    record Scored(FinishedBatch<?> batch, int row) implements Outcome {

        @Override
        public void leave(Arrival arrival, Departures departures) {
            departures.scored(arrival, batch, row);
        }
    }

    /** A row without outputs. */
    record Failed(Reason reason, String detail) implements Outcome {

        /** An event that cannot be written into a tensor. */
        static Failed encoding(RuntimeException cause) {
            String why = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
            return new Failed(Reason.MODEL_FAILED, "row cannot be encoded: " + why);
        }

        @Override
        public void leave(Arrival arrival, Departures departures) {
            departures.rejected(arrival, reason, detail);
        }
    }
}
