package io.millrace.operators.learn;

import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.VersionId;
import io.millrace.models.registry.Draft;
import io.millrace.models.registry.GoldenRows;
import io.millrace.models.registry.Manifest;
import io.millrace.models.registry.Manifest.Training;
import io.millrace.models.registry.ModelRegistry;
import io.millrace.models.registry.Trial;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Publishes what a learner knows. After a restore a learner comes again to where it published: it finds that version by its
 * source, its number of labels and its weights, and publishes nothing until it is past all that it published before.
 */
final class Press {
    private final Course course;
    private final ModelRegistry registry;

    Press(Course course) {
        this.course = course;
        this.registry = course.open();
    }

    /**
     * A version of a learner.
     *
     * @param again whether it was in the registry already
     */
    record Edition(int version, int parent, long labels, boolean again) {}

    /**
     * The versions that the learner has come to since the last one: those that are in the registry already, and a new one
     * unless the learner published that or later ones before.
     */
    List<Edition> publish(Progress progress, Pupil pupil) throws ModelLoadException, IOException {
        Training training = new Training(
                course.source(progress.start()),
                progress.labels(),
                Instant.ofEpochMilli(progress.firstMillis()),
                Instant.ofEpochMilli(progress.lastMillis()));
        Trial trial = pupil.trial(training);
        List<Edition> editions = new ArrayList<>();
        boolean done = false;
        for (Edition each : past(progress)) {
            boolean same = each.labels() == progress.labels()
                    && Arrays.equals(
                            registry.trial(course.model(), each.version()).weights(), trial.weights());
            done |= same || each.labels() > progress.labels();
            if (same || each.labels() < progress.labels()) {
                editions.add(each);
            }
        }
        if (!done) {
            int parent = editions.isEmpty()
                    ? progress.parent()
                    : editions.get(editions.size() - 1).version();
            byte[] golden = GoldenRows.of(trial, pupil.schema(), pupil.latest());
            VersionId id = registry.publish(new Draft(course.model(), parent, trial, golden));
            editions.add(new Edition(id.version(), parent, progress.labels(), /* again= */ false));
        }
        return editions;
    }

    /** What the learner published after the last version that it knows of. */
    private List<Edition> past(Progress progress) throws ModelLoadException, IOException {
        List<Edition> past = new ArrayList<>();
        for (int version : registry.versions(course.model())) {
            if (version <= progress.floor()) {
                continue;
            }
            Manifest manifest = registry.manifest(course.model(), version);
            Training training = manifest.content().training();
            Integer parent = manifest.identity().parent();
            if (parent != null && training.source().equals(course.source(progress.start()))) {
                past.add(new Edition(version, parent, training.rows(), /* again= */ true));
            }
        }
        return past;
    }
}
