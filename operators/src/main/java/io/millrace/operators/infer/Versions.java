package io.millrace.operators.infer;

import io.millrace.operators.record.ModelAnnouncement;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Which versions serve, and which champion has been announced and is awaited. Epochs only grow: whatever order announcements
 * and loads come in, the newest one that loads is the one that serves in the end. Used by the task thread.
 */
final class Versions {
    private ModelAnnouncement serving;
    private @Nullable ModelAnnouncement awaited;
    private long heard;

    /** What an announcement changes. */
    enum News {
        /** Nothing: it is about another model, or not newer than everything before. */
        OLD,
        /** Candidate or share, or neither; the champion is the one that serves. */
        ROLES,
        /** The champion, which is awaited now. */
        CHAMPION
    }

    /** @param awaited announced before and not loaded yet; ignored if it is not newer than what serves */
    Versions(ModelAnnouncement serving, @Nullable ModelAnnouncement awaited) {
        this.serving = serving;
        this.awaited = awaited != null && awaited.epoch() > serving.epoch() ? awaited : null;
        this.heard = Math.max(serving.epoch(), this.awaited == null ? Long.MIN_VALUE : this.awaited.epoch());
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

    /** Hears an announcement. One that could not be loaded is not news again. */
    News announce(ModelAnnouncement announced) {
        if (!announced.model().equals(serving.model()) || announced.epoch() <= heard) {
            return News.OLD;
        }
        heard = announced.epoch();
        if (announced.version() == serving.version()) {
            serving = announced;
            awaited = null;
            return News.ROLES;
        }
        awaited = announced;
        return News.CHAMPION;
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
