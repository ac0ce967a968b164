package io.millrace.operators.infer;

import io.millrace.models.infer.ModelLease;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.operators.record.ModelAnnouncement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings announced versions into service: champion and candidate are loaded in the background, each in a thread of its own,
 * so that a slow candidate holds no champion up. A version that is loaded as candidate already is champion at once, because
 * leases share what is loaded. Used by the task thread.
 */
final class Succession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Succession.class);
    /** Longest that the start waits for a candidate: replays then decide as before, and a bad one holds nothing up for long. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ModelHost host;
    private final Versions versions;
    private final InferMetrics counts;
    private final Follower follower;
    private final VersionLoader champions;
    private final VersionLoader candidates;
    private int scoring = ModelAnnouncement.NONE;

    /** What hears of changes. */
    interface Follower {

        /** Something has been loaded: call {@link Succession#takeLoaded} in the task thread. Called by loading threads. */
        void loaded();

        /** From here on these versions serve. */
        void serves(ModelAnnouncement serving);
    }

    Succession(ModelHost host, Versions versions, InferMetrics counts, Follower follower) {
        this.host = host;
        this.versions = versions;
        this.counts = counts;
        this.follower = follower;
        this.champions =
                new VersionLoader(host.loading(), announced -> host.acquire(announced.version()), follower::loaded);
        this.candidates =
                new VersionLoader(host.loading(), announced -> host.acquire(announced.candidate()), follower::loaded);
    }

    /** Begins with the versions of which the first serves already. */
    void start() throws InterruptedException {
        ModelAnnouncement serving = versions.serving();
        LOG.info("model serves: announced={}", serving);
        counts.serves(serving);
        follower.serves(serving);
        ModelAnnouncement awaited = versions.awaited();
        if (awaited != null) {
            champions.load(awaited);
        }
        if (serving.hasCandidate()) {
            candidates.load(serving);
            if (!candidates.awaitFirst(PATIENCE)) {
                LOG.warn("candidate takes long to load, the champion serves alone until then: announced={}", serving);
            }
            takeCandidate();
        }
    }

    Versions versions() {
        return versions;
    }

    /** Whether a version is being loaded, or was loaded and is not taken yet. */
    boolean loading() {
        return champions.busy() || candidates.busy();
    }

    /** Hears an announcement. */
    void hear(ModelAnnouncement announced) {
        switch (versions.announce(announced)) {
            case OLD -> LOG.debug("announcement is old: announced={}", announced);
            case CHAMPION -> champions.load(announced);
            case ROLES -> {
                LOG.info("model serves: announced={}", announced);
                counts.serves(announced);
                follow();
            }
        }
    }

    /** Takes what has been loaded. */
    void takeLoaded() {
        takeChampion();
        takeCandidate();
    }

    private void takeChampion() {
        VersionLoader.Result result = champions.poll();
        if (result == null) {
            return;
        }
        ModelAnnouncement announced = result.announced();
        ModelLease model = result.model();
        if (model == null) {
            versions.failed(announced);
            refused(announced.version(), announced, result.failure());
        } else if (versions.loaded(announced)) {
            host.switchTo(model, announced.epoch());
            scoring = ModelAnnouncement.NONE;
            counts.switched(announced);
            LOG.info("model serves: announced={}", announced);
            follow();
        } else {
            model.close();
        }
    }

    /* A change of the share alone loads nothing. */
    private void follow() {
        ModelAnnouncement serving = versions.serving();
        if (scoring != serving.candidate()) {
            if (scoring != ModelAnnouncement.NONE) {
                host.endChallenge(serving.epoch());
                scores(ModelAnnouncement.NONE);
            }
            if (serving.hasCandidate()) {
                candidates.load(serving);
            }
        }
        follower.serves(serving);
    }

    private void takeCandidate() {
        VersionLoader.Result result = candidates.poll();
        if (result == null) {
            return;
        }
        ModelAnnouncement announced = result.announced();
        ModelLease model = result.model();
        ModelAnnouncement serving = versions.serving();
        if (model == null) {
            refused(announced.candidate(), announced, result.failure());
        } else if (announced.candidate() == serving.candidate() && scoring != serving.candidate()) {
            challenge(model, serving);
        } else {
            model.close();
        }
    }

    private void challenge(ModelLease model, ModelAnnouncement serving) {
        try {
            host.challenge(model, serving.epoch());
            scores(serving.candidate());
            LOG.info("candidate scores beside the champion: announced={}", serving);
        } catch (RuntimeException e) {
            refused(serving.candidate(), serving, e);
        }
    }

    private void scores(int candidate) {
        scoring = candidate;
        counts.candidate(candidate);
    }

    private void refused(int version, ModelAnnouncement announced, @Nullable Throwable failure) {
        counts.loadFailed();
        LOG.warn(
                "version cannot serve, what served goes on: model={}, version={}, epoch={}, serving={}, why={}",
                announced.model(),
                version,
                announced.epoch(),
                versions.serving().version(),
                failure instanceof ModelLoadException ? failure.getMessage() : String.valueOf(failure));
    }

    @Override
    public void close() {
        try (candidates) {
            champions.close();
        }
    }
}
