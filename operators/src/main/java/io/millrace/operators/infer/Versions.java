package io.millrace.operators.infer;

import io.millrace.operators.record.ModelAnnouncement;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Which version serves, and which one has been announced and is awaited. Epochs only grow: whatever order announcements
 * and loads come in, the newest one that loads is the one that serves in the end. Used by the task thread.
 */
final class Versions {
    private ModelAnnouncement serving;
    private @Nullable ModelAnnouncement awaited;

    /** @param awaited announced before and not loaded yet; ignored if it is not newer than what serves */
    Versions(ModelAnnouncement serving, @Nullable ModelAnnouncement awaited) {
        this.serving = serving;
        this.awaited = awaited != null && awaited.epoch() > serving.epoch() ? awaited : null;
    }

    /** The newest announcement about a model. */
    static Optional<ModelAnnouncement> newest(String model, Iterable<ModelAnnouncement> all) {
        return StreamSupport.stream(all.spliterator(), /* parallel= */ false)
                .filter(each -> each.model().equals(model))
                .max(Comparator.comparingLong(ModelAnnouncement::epoch));
    }

    ModelAnnouncement serving() {
        return serving;
    }

    @Nullable
    ModelAnnouncement awaited() {
        return awaited;
    }

    /** Hears an announcement, and says whether it is news: about this model and newer than everything before. */
    boolean announce(ModelAnnouncement announced) {
        long newest = awaited == null ? serving.epoch() : awaited.epoch();
        boolean news = announced.model().equals(serving.model()) && announced.epoch() > newest;
        if (news) {
            awaited = announced;
        }
        return news;
    }

    /** Hears that a version has been loaded, and says whether it is to serve. */
    boolean loaded(ModelAnnouncement announced) {
        settle(announced);
        if (announced.epoch() <= serving.epoch()) {
            return false;
        }
        serving = announced;
        return true;
    }

    /** Hears that a version cannot be loaded: what serves goes on. */
    void failed(ModelAnnouncement announced) {
        settle(announced);
    }

    private void settle(ModelAnnouncement announced) {
        if (awaited != null && awaited.epoch() == announced.epoch()) {
            awaited = null;
        }
    }
}
