package io.millrace.operators.learn;

import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.registry.ModelRegistry;
import io.millrace.models.time.Ticker;
import io.millrace.operators.learn.Press.Edition;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.Feedback.Kind;
import io.millrace.operators.record.Published;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from feedback in an order that does not depend on how it was read: by the time from which each label could be known,
 * and then by id. Feedback waits until event time has passed it, so a learner that goes on from a checkpoint comes to the same
 * weights as one that was never interrupted, bit for bit.
 *
 * <p>That holds for feedback that is on time. What comes when event time has passed it is learned from when it comes, and
 * counted. So labels have to keep within the lateness that the pipeline declares, no partition may be silent for longer than
 * {@code idle-after} and then bring earlier ones, and labels of one row that contradict each other must come in one order,
 * as those with one key in one partition do.
 *
 * <p>A truth and a correction are learned from. A retraction and an absent label teach nothing: the first comes after the row
 * was learned from, the second is no negative.
 */
final class Learning implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Learning.class);

    private final Course course;
    private final Press press;
    private final LearnMetrics metrics;
    private final Consumer<Published> out;
    private final Ticker ticker = Ticker.system();
    private final Queue queue = new Queue();
    private final Pupil pupil;
    private Progress progress;

    private Learning(Course course, LearnMetrics metrics, Consumer<Published> out, Progress progress)
            throws ModelLoadException {
        this.course = course;
        this.press = new Press(course);
        this.metrics = metrics;
        this.out = out;
        this.progress = progress;
        this.pupil = new Pupil(course, course.open().trial(course.model(), progress.start()));
        metrics.follow(queue.waiting()::size, () -> this.progress.labels(), () -> this.progress.parent());
    }

    /** Begins with the version that serves. */
    static Learning begin(Course course, LearnMetrics metrics, Consumer<Published> out)
            throws ModelLoadException, IOException {
        ModelRegistry registry = course.open();
        int start = course.serving();
        int newest = registry.versions(course.model()).stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(start);
        LOG.info("Learning begins: model={}, version={}", course.model(), start);
        return new Learning(course, metrics, out, Progress.from(start, newest));
    }

    /** Goes on from what was saved, whatever serves by now; a learner that was declared otherwise begins anew. */
    static Learning resume(Course course, LearnMetrics metrics, Consumer<Published> out, Saved saved)
            throws ModelLoadException, IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved.learner()))) {
            Learning learning;
            if (in.readUTF().equals(course.definition())) {
                learning = new Learning(course, metrics, out, Progress.read(in));
                learning.pupil.read(in);
            } else {
                LOG.warn("Learning is declared otherwise than before and begins anew: model={}", course.model());
                learning = begin(course, metrics, out);
            }
            learning.queue.advance(saved.mark(), lesson -> {});
            saved.waiting().forEach(learning.queue::add);
            LOG.info(
                    "Learning goes on: model={}, labels={}, published={}, serving={}",
                    course.model(),
                    learning.progress.labels(),
                    learning.progress.parent(),
                    course.serving());
            return learning;
        }
    }

    /**
     * What a learner goes on from.
     *
     * @param mark event time had passed everything up to here
     */
    record Saved(long mark, List<Lesson> waiting, byte[] learner) {}

    Saved save() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(course.definition());
            progress.write(out);
            pupil.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return new Saved(queue.mark(), List.copyOf(queue.waiting()), bytes.toByteArray());
    }

    /** Feedback has come. */
    void take(Feedback feedback, long timeMillis) {
        boolean teaches = feedback.kind() == Kind.TRUTH || feedback.kind() == Kind.CORRECTION;
        if (!teaches || feedback.label() == null || !(feedback.weight() > 0)) {
            return;
        }
        Lesson lesson = Lesson.of(feedback, timeMillis);
        if (!queue.add(lesson)) {
            metrics.late();
            teach(lesson);
        }
    }

    /** Event time has passed. */
    void advance(long watermark) {
        queue.advance(watermark, this::teach);
    }

    private void teach(Lesson lesson) {
        try {
            Pupil.Taken taken = pupil.learn(lesson);
            metrics.learned(taken, pupil);
            if (taken == Pupil.Taken.UNREADABLE) {
                return;
            }
        } catch (ModelLoadException e) {
            throw new IllegalStateException("model that was learned from is gone: model=" + course.model(), e);
        }
        progress = progress.taught(lesson.timeMillis());
        if (progress.labels() % course.pipeline().learning().live().publishLabels() == 0) {
            publish();
        }
    }

    /** The time after which a version is due has passed. */
    void tick() {
        if (progress.labels() > progress.published()) {
            publish();
        }
    }

    /* What cannot be published now can be at the next occasion; learning goes on. */
    private void publish() {
        long begin = ticker.nanos();
        try {
            for (Edition each : press.publish(progress, pupil)) {
                progress = progress.published(each.version(), each.labels());
                metrics.published(each.again(), ticker.nanos() - begin);
                out.accept(new Published(
                        course.model(), each.version(), each.parent(), each.labels(), ticker.epochMillis()));
            }
        } catch (ModelLoadException | IOException e) {
            metrics.failed();
            LOG.warn("Version is not published: model={}, labels={}", course.model(), progress.labels(), e);
        }
    }

    Progress progress() {
        return progress;
    }

    @Override
    public void close() {
        pupil.close();
    }
}
