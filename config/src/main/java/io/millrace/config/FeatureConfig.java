package io.millrace.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * A pipeline's use of a feature view.
 *
 * @param view the view, as declared in its own file
 * @param key field of the event whose value is looked up
 * @param use the columns taken, in order; each is declared by the view
 * @param maxAge a value older than this is never served as present
 * @param onMissing what happens to an event for which the store has no value or cannot be asked
 */
public record FeatureConfig(
        ViewConfig view, String key, List<ViewConfig.Column> use, Duration maxAge, OnMissing onMissing)
        implements Serializable {

    /** What becomes of an event for which there is no value: unknown key, empty column, or store that does not answer. */
    public enum OnMissing {
        /** The column's default is used and the prediction says so. */
        DEFAULT,
        /** The event leaves as a dead letter. */
        REJECT
    }

    /** Whether the values arrive on a topic, and are joined from state instead of looked up. */
    public boolean streamed() {
        return view.source() instanceof ViewConfig.Streamed;
    }

    public FeatureConfig {
        use = List.copyOf(use);
    }
}
