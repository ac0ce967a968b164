package io.millrace.operators.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.LabelsConfig;
import io.millrace.config.LabelsConfig.By;
import io.millrace.config.LabelsConfig.Policy;
import io.millrace.operators.feedback.LabelJoin.Taken;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.Label;
import io.millrace.operators.record.LabelEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LabelJoinTest {
    private static final long START = JoinHistory.START;
    private static final long WAIT = JoinHistory.WAIT;

    private int sent;

    @Test
    void aLabelMayComeBeforeItsRow() throws Exception {
        MemoryJoin join = join(By.PREDICTION, false, lastWrite());
        assertThat(join.label(label("p1", "7", START))).isEqualTo(Taken.LABEL_HELD);
        join.row(JoinHistory.row("p1", "e", "k", START));

        assertThat(join.said()).containsExactly("p1 TRUTH 7 null |x|7|" + Label.NO_TIME);
    }

    @Test
    void aMissingLabelIsAbsentAndNoNegative() throws Exception {
        MemoryJoin join = join(By.PREDICTION, false, lastWrite());
        join.row(JoinHistory.row("p1", "e", "k", START));
        advance(join, START + WAIT - 1);
        assertThat(join.feedback()).isEmpty();
        advance(join, START + WAIT);

        Feedback absent = join.feedback().get(0);
        assertThat(absent.kind()).isEqualTo(Feedback.Kind.ABSENT);
        assertThat(absent.label()).isNull();
        assertThat(absent.weight()).isZero();
        assertThat(absent.id()).isEqualTo("p1~absent");
        assertThat(join.kept()).isZero();
    }

    @Test
    void aRowThatIsWrittenAgainWhenItIsForgottenSaysNothing() throws Exception {
        MemoryJoin join = join(By.PREDICTION, false, lastWrite());
        join.row(JoinHistory.row("p1", "e", "k", START));
        join.label(label("p1", "7", START));
        assertThat(join.row(JoinHistory.row("p1", "e", "k", START))).isEqualTo(Taken.ROW_REPEATED);
        advance(join, START + WAIT);
        assertThat(join.row(JoinHistory.row("p1", "e", "k", START))).isEqualTo(Taken.ROW_LATE);

        assertThat(join.said()).hasSize(1);
    }

    @Test
    void labelsThatAreReadLateHoldTheRowsOpen() throws Exception {
        MemoryJoin join = join(By.EVENT, true, lastWrite());
        join.row(JoinHistory.row("p1", "e", "k", START));
        join.clock().labels(START - 1);
        join.clock().scored(START + 100 * WAIT);
        join.turned();
        join.label(timed("e", "7", START));
        advance(join, START + 100 * WAIT);

        assertThat(join.said()).containsExactly("p1 TRUTH 7 null |x|7|" + START);
    }

    @Test
    void rowsThatAreScoredLateMakeNoOrphans() throws Exception {
        MemoryJoin join = join(By.EVENT, true, lastWrite());
        join.label(timed("e", "7", START));
        join.clock().scored(START - 1);
        join.clock().labels(START + 100 * WAIT);
        join.turned();
        join.row(JoinHistory.row("p1", "e", "k", START));

        assertThat(join.orphans()).isZero();
        assertThat(join.said()).containsExactly("p1 TRUTH 7 null |x|7|" + START);
    }

    @Test
    void ofEventsWithOneIdTheLastAtOrBeforeTheLabelIsMeant() throws Exception {
        MemoryJoin join = join(By.EVENT, true, lastWrite());
        join.row(JoinHistory.row("p1", "e", "k", START));
        assertThat(join.label(timed("e", "7", START + 50)))
                .as("a nearer row may come yet")
                .isEqualTo(Taken.LABEL_HELD);
        join.row(JoinHistory.row("p2", "e", "k", START + 40));
        join.row(JoinHistory.row("p3", "e", "k", START + 60));
        advance(join, START + 50);

        assertThat(join.said()).containsExactly("p2 TRUTH 7 null |x|7|" + (START + 50));
    }

    @Test
    void theHighestRevisionCountsInWhateverOrderTheyCome() throws Exception {
        MemoryJoin join = join(By.PREDICTION, false, lastWrite());
        join.row(JoinHistory.row("p1", "e", "k", START));
        join.label(revision("p1", "3", 3));
        join.label(revision("p1", "1", 1));
        join.label(revision("p1", null, 4));
        join.label(revision("p1", "2", 2));
        join.label(revision("p1", "5", 5));

        assertThat(join.feedback().stream().map(MemoryJoin::text))
                .containsExactly("p1 TRUTH 3 null #l@3", "p1 RETRACTION null 3 #l@4", "p1 TRUTH 5 null #l@5");
        assertThat(join.feedback().get(1).weight()).isZero();
    }

    @Test
    void whenTheBestLabelIsTakenBackTheNextBestHolds() throws Exception {
        MemoryJoin join = join(By.PREDICTION, false, new LabelsConfig.Conflict(Policy.PRIORITY, List.of("human"), 1));
        join.row(JoinHistory.row("p1", "e", "k", START));
        join.label(from("p1", "system", "1"));
        join.label(from("p1", "human", "2"));
        join.label(from("p1", "system", "3"));
        join.label(from("p1", "human", null));

        assertThat(join.feedback().stream().map(each -> each.kind() + " " + each.label() + " " + each.replaced()))
                .containsExactly("TRUTH 1 null", "CORRECTION 2 1", "CORRECTION 3 2");
    }

    @Test
    void aMajorityNeedsItsLabelsAndWeighsWhatAgrees() throws Exception {
        MemoryJoin join = join(By.PREDICTION, false, new LabelsConfig.Conflict(Policy.MAJORITY, List.of(), 3));
        join.row(JoinHistory.row("p1", "e", "k", START));
        join.label(from("p1", "a", "1"));
        join.label(from("p1", "b", "2"));
        assertThat(join.feedback()).isEmpty();
        join.label(from("p1", "c", "1"));

        assertThat(join.feedback()).hasSize(1);
        assertThat(join.feedback().get(0).label()).isEqualTo("1");
        assertThat(join.feedback().get(0).weight()).isEqualTo(2 / 3.0);
    }

    @Test
    void saysHowLateALabelIsInTheTimeOfTheStream() throws Exception {
        MemoryJoin join = join(By.PREDICTION, false, lastWrite());
        join.row(JoinHistory.row("p1", "e", "k", START));
        join.row(JoinHistory.row("p2", "e", "k", START));
        join.clock().scored(START + 400);
        join.label(label("p1", "7", START + 1_000_000_000));
        join.label(label("p2", "7", START + 300));

        assertThat(join.feedback())
                .extracting(
                        each -> each.evidence() == null ? -1 : each.evidence().delayMillis())
                .as("of a replayed past, and of a backlog")
                .containsExactly(400L, 300L);
        assertThat(join.feedback().get(0).maturity()).isEqualTo(1);
    }

    @Test
    void aStormOfLabelsLosesNothingAndLeavesNothing() throws Exception {
        MemoryJoin join = join(By.PREDICTION, false, lastWrite());
        int rows = 2_000;
        for (int i = 0; i < rows; i++) {
            join.row(JoinHistory.row("p" + i, "e", "k", START + i % 100));
        }
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < rows; i++) {
                join.label(from("p" + i, "s" + round % 5, Integer.toString(round % 5)));
            }
        }
        assertThat(join.feedback())
                .filteredOn(each -> each.kind() == Feedback.Kind.TRUTH)
                .hasSize(rows);
        assertThat(join.feedback())
                .filteredOn(each -> each.kind() == Feedback.Kind.CORRECTION)
                .hasSize(4 * rows);
        assertThat(join.orphans()).isZero();
        advance(join, START + 100 + WAIT);
        assertThat(join.feedback()).hasSize(5 * rows);
        assertThat(join.kept()).isZero();
    }

    private static MemoryJoin join(By by, boolean timed, LabelsConfig.Conflict conflict) {
        return new MemoryJoin(JoinHistory.config(by, timed, /* early= */ 100, conflict));
    }

    private static LabelsConfig.Conflict lastWrite() {
        return new LabelsConfig.Conflict(Policy.LAST_WRITE, List.of(), 1);
    }

    private static void advance(MemoryJoin join, long millis) throws Exception {
        join.clock().scored(millis);
        join.clock().labels(millis);
        join.turned();
    }

    private LabelEvent label(String target, String value, long known) {
        return event(target, value, null, 0, new Label.Author(null, "x"), new Label.Moment(Label.NO_TIME, known));
    }

    private LabelEvent timed(String target, String value, long time) {
        return event(target, value, null, 0, new Label.Author(null, "x"), new Label.Moment(time, START));
    }

    private LabelEvent revision(String target, @Nullable String value, long revision) {
        Label.Moment moment = new Label.Moment(Label.NO_TIME, START);
        return event(target, value, "l", revision, new Label.Author(null, null), moment);
    }

    private LabelEvent from(String target, String source, @Nullable String value) {
        Label.Moment moment = new Label.Moment(Label.NO_TIME, START + sent);
        return event(target, value, null, 0, new Label.Author(source, null), moment);
    }

    private LabelEvent event(
            String target,
            @Nullable String value,
            @Nullable String id,
            long revision,
            Label.Author author,
            Label.Moment moment) {
        sent++;
        Label label = new Label(value, 1, new Label.Revision(id, revision), author, moment, "labels-0-" + sent);
        return new LabelEvent(JoinHistory.raw(sent), target, label);
    }
}
