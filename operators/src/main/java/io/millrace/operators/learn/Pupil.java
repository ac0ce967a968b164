package io.millrace.operators.learn;

import io.millrace.models.feature.EncodingException;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.learn.Labels;
import io.millrace.models.online.Example;
import io.millrace.models.online.OnlineLearner;
import io.millrace.models.registry.Manifest.Training;
import io.millrace.models.registry.Trial;
import io.millrace.operators.record.Feedback;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A learner that learns from feedback. A truth and a correction teach, each with the weight of its label; a correction teaches
 * the new label and does not take back the old one.
 *
 * <p>Labels that wait to be learned from together are learned from when the next one is more than {@code max-wait} of event
 * time behind the first of them: nothing depends on the machine's time, so that the same lessons in the same order give
 * the same learner, bit for bit.
 */
final class Pupil implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pupil.class);
    private static final int GOLDEN = 8;

    private final Course course;
    private final Trial start;
    private final Labels labels;
    private final Schema schema;
    private final ArrayDeque<Values> latest = new ArrayDeque<>();
    private OnlineLearner learner;
    private long firstWaiting;
    private long dropped;
    private int relapses;

    /** @param start what it begins with */
    Pupil(Course course, Trial start) throws ModelLoadException {
        this.course = course;
        this.start = start;
        this.labels = Labels.known(course.pipeline().model(), start.content().output());
        this.schema = Schema.ofRow(course.pipeline());
        this.learner = learner();
    }

    private OnlineLearner learner() throws ModelLoadException {
        try {
            return OnlineLearner.from(course.pipeline(), start);
        } catch (EncodingException e) {
            throw new ModelLoadException(
                    course.model() + " cannot go on learning: " + e.getMessage()
                            + "; say learning.online.enabled: false to serve it as it is",
                    e);
        }
    }

    /** What became of a lesson. */
    enum Taken {
        TRUTH,
        CORRECTION,
        /** The label is no number, or no class of the model. */
        UNREADABLE
    }

    Taken learn(Lesson lesson) throws ModelLoadException {
        Feedback feedback = lesson.feedback();
        double actual = labels.actual(Objects.requireNonNull(feedback.label(), "a lesson has a label"));
        if (Double.isNaN(actual)) {
            return Taken.UNREADABLE;
        }
        long maxWait = course.pipeline().learning().live().maxWait().toMillis();
        if (learner.waiting() > 0 && lesson.timeMillis() - firstWaiting > maxWait) {
            learner.flush();
        }
        if (learner.waiting() == 0) {
            firstWaiting = lesson.timeMillis();
        }
        Values row = feedback.scored().values();
        float weight = Math.max((float) feedback.weight(), Float.MIN_NORMAL);
        learner.learn(new Example(row, actual, weight));
        remember(row);
        stayWell();
        return feedback.kind() == Feedback.Kind.TRUTH ? Taken.TRUTH : Taken.CORRECTION;
    }

    private void remember(Values row) {
        if (latest.size() == GOLDEN) {
            latest.removeFirst();
        }
        latest.addLast(row);
    }

    /* A batch is dropped before anything has learned from it. If the learner has no finite output for a row without values
     * either, then it is the learner that is broken and not the batch. */
    private void stayWell() throws ModelLoadException {
        if (learner.dropped() == dropped) {
            return;
        }
        dropped = learner.dropped();
        for (float output : learner.predict(Values.missing(schema))) {
            if (!Float.isFinite(output)) {
                LOG.warn("Learner has no finite output any more and begins anew: model={}", course.model());
                learner.close();
                learner = learner();
                dropped = 0;
                relapses++;
                return;
            }
        }
    }

    /** The rows that it has seen last, a few of them. */
    List<Values> latest() {
        return List.copyOf(latest);
    }

    Schema schema() {
        return schema;
    }

    /** Labels that it left out because a batch had no finite outputs. */
    long dropped() {
        return dropped;
    }

    /** How often it had to begin anew. */
    int relapses() {
        return relapses;
    }

    /** What it knows by now, without the labels that wait to be learned from together. */
    Trial trial(Training training) {
        return learner.trial(training, Map.of());
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(firstWaiting);
        learner.write(out);
    }

    /** Goes on from what one that began with the same version has written. */
    void read(DataInput in) throws IOException {
        firstWaiting = in.readLong();
        learner.read(in);
        dropped = learner.dropped();
    }

    @Override
    public void close() {
        learner.close();
    }
}
