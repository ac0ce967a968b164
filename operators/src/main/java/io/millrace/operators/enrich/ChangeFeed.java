package io.millrace.operators.enrich;

import java.io.Serializable;

/** Where a process hears that rows of a view have changed in their store. */
@FunctionalInterface
public interface ChangeFeed extends Serializable {
    /** Knows no topic, for those whose views name none. */
    ChangeFeed NONE = (topic, listener) -> {
        throw new IllegalStateException("nobody reads the changes of a view here: topic=" + topic);
    };

    /**
     * Begins to tell, in a thread of the feed's own. When this returns it is settled from where: the listener hears of
     * every change that is written from then on.
     *
     * @param topic the one that the view names
     */
    Following follow(String topic, Listener listener);

    /** Being told; it ends with {@link #close}. */
    interface Following extends AutoCloseable {

        @Override
        void close();
    }

    /** Hears of changes. Called by a thread of the feed's. */
    interface Listener {

        /**
         * The row of a key has changed, came, or went.
         *
         * @param epochMillis when that was written down
         */
        void changed(String key, long epochMillis);

        /** Any row may have changed: the feed could not go on from where it was. */
        void missed();
    }
}
