package io.millrace.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.operators.record.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoSummaryTest {
    private static final Map<Reason, Integer> BROKEN = Map.of(Reason.EMPTY, 2, Reason.WRONG_TYPE, 1);

    @Test
    void passesWhenEveryEventHasItsOneAnswer() {
        assertThat(summary(BROKEN, new DemoSummary.Accounts(0, 0, 0)).passed()).isTrue();
    }

    @Test
    void saysWhatIsMissingOrTwice() {
        assertThat(summary(BROKEN, new DemoSummary.Accounts(3, 4, 5)).problems())
                .containsExactly(
                        "events without an answer: missing=3, expected=0",
                        "events with more than one answer: duplicates=4, expected=0",
                        "answers without an event: unknown=5, expected=0");
    }

    @Test
    void saysWhenOtherEventsWereRefusedThanTheBrokenOnes() {
        assertThat(summary(Map.of(Reason.EMPTY, 3), new DemoSummary.Accounts(0, 0, 0))
                        .problems())
                .containsExactly(
                        "dead letters are not the broken events: dead-letters={EMPTY=3}, broken={EMPTY=2, WRONG_TYPE=1}");
    }

    @Test
    void prints() {
        assertThat(summary(BROKEN, new DemoSummary.Accounts(0, 0, 0)).table())
                .containsExactly(
                        "events      100 sent, 97 predictions, 3 dead letters (3 were broken)",
                        "audit       0 missing, 0 duplicates",
                        "throughput  1,999 events/s; the stream waited 4.2 s for the learner",
                        "latency     p50 2.1 ms, p99 18.4 ms, max 240 ms, from due to read",
                        "batches     3.2 rows on average",
                        "features    – from the cache",
                        "accuracy    MAE $52.1k, 9.3 % of the price, R² 0.912",
                        "learning    20,500 labels, 20 versions, 2 of them were promoted",
                        "shift       MAE after it $60.1k; it would be $99.8k if version 1 had gone on serving",
                        "model       version 1, at the end version 17");
    }

    @Test
    void writesOneLineOfJson() {
        assertThat(summary(BROKEN, new DemoSummary.Accounts(0, 0, 0)).json())
                .isEqualTo("{\"events\":100,\"predictions\":97,\"dead_letters\":3,\"broken\":3,\"missing\":0,"
                        + "\"duplicates\":0,\"events_per_s\":1999.1,\"waited_s\":4.2,\"p50_ms\":2.1,\"p99_ms\":18.4,\"max_ms\":240.3,"
                        + "\"batch_mean\":3.2,\"cache_hit_rate\":null,\"model_version\":1,\"champion_version\":17,"
                        + "\"labels_learned\":20500,\"promotions\":2,\"mae_frozen\":99800.0,\"mae_live\":60100.0,\"mae\":52134.0,"
                        + "\"mape\":0.0931,\"r2\":0.9123,\"rejections\":{\"EMPTY\":2,\"WRONG_TYPE\":1}}");
    }

    @Test
    void saysWhenNothingWasPromoted() {
        assertThat(summary(BROKEN, new DemoSummary.Accounts(0, 0, 0), new Standing(1, 0, 0, 4, 0))
                        .table())
                .contains("learning    20,500 labels, 3 versions, none of them was promoted")
                .contains("model       version 1 to the end");
    }

    private static DemoSummary summary(Map<Reason, Integer> rejections, DemoSummary.Accounts accounts) {
        return summary(rejections, accounts, new Standing(17, 0, 0, 21, 2));
    }

    private static DemoSummary summary(
            Map<Reason, Integer> rejections, DemoSummary.Accounts accounts, Standing standing) {
        Live live = new Live(
                new Live.Speed(0, List.of()),
                new Live.Accuracy(52_134, 0.9123, 0.094, List.of(), 0.6),
                new Live.Latency(2.1, 18.4, 240.3),
                new Live.Batches(3.2, List.of()),
                new Live.Learning(standing, 20_500, 0.19, List.of()),
                Double.NaN,
                rejections);
        DemoTally.Totals totals =
                new DemoTally.Totals(97, 0, 0, 1999.1, 4.2, 0.0931, new DemoTally.AfterShift(60_100, 99_800));
        return new DemoSummary(100, BROKEN, totals, live, accounts, 1);
    }
}
