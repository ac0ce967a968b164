package io.millrace.operators.infer;

import io.millrace.operators.record.ModelAnnouncement;
import java.io.Serializable;

/**
 * Where a subtask hears of model versions. It tells every announcement that there is, oldest first, and from then on each
 * as it comes; after a restore, all of them again.
 */
@FunctionalInterface
public interface AnnouncementFeed extends Serializable {

    /** Begins to tell, in a thread of the feed's own, which ends when what is returned is closed. */
    AutoCloseable follow(Listener listener);

    /** Hears the news. */
    interface Listener {

        /** Takes an announcement. */
        void announced(ModelAnnouncement announcement);

        /** The feed cannot go on: nothing more will be heard. */
        void broken(Throwable cause);
    }
}
