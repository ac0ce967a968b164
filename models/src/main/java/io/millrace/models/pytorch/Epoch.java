package io.millrace.models.pytorch;

/**
 * One pass over the training rows.
 *
 * @param number from 1 on
 * @param of most passes there will be
 * @param loss mean over the rows, each measured before the network learned from it
 * @param heldOutLoss mean over the held-out rows after the pass, or NaN if there are none
 */
public record Epoch(int number, int of, double loss, double heldOutLoss) {

    /** Hears of every pass. */
    @FunctionalInterface
    public interface Listener {
        void finished(Epoch epoch);

        /** Hears nothing. */
        static Listener none() {
            return epoch -> {};
        }
    }
}
