package io.millrace.models.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.infer.ModelProfile;
import io.millrace.models.infer.ModelProfile.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchLimitTest {
    private static final long MS = 1_000_000;

    @Test
    void takesAsManyRowsAsTheTargetAllows() {
        assertThat(new BatchLimit(20 * MS, 1024, cost(3_500_000, MS)).rows()).isEqualTo(16);
    }

    @Test
    void neverTakesMoreThanTheMaximum() {
        assertThat(new BatchLimit(20 * MS, 10, cost(4 * MS, MS)).rows()).isEqualTo(10);
    }

    @Test
    void takesOneRowWhenOnlyThatMeetsTheTarget() {
        assertThat(new BatchLimit(5 * MS, 1024, cost(4 * MS, MS)).rows()).isEqualTo(1);
    }

    @Test
    void aTargetThatNothingMeetsDoesNotCostTheThroughput() {
        assertThat(new BatchLimit(1 * MS, 1024, cost(4_500_000, MS)).rows()).isEqualTo(6);
    }

    @Test
    void fallsAtOnce() {
        CostModel cost = cost(4 * MS, MS);
        BatchLimit limit = new BatchLimit(20 * MS, 1024, cost);
        for (int i = 0; i < 200; i++) {
            cost.observe(16, 40 * MS);
        }
        limit.update(cost);

        assertThat(limit.rows()).isBetween(5, 7);
    }

    @Test
    void atMostDoublesFromBatchToBatch() {
        CostModel cost = cost(MS, 10 * MS);
        BatchLimit limit = new BatchLimit(31 * MS, 1024, cost);
        assertThat(limit.rows()).isEqualTo(3);
        for (int i = 0; i < 500; i++) {
            cost.observe(3, 31_000);
        }
        limit.update(cost);
        assertThat(limit.rows()).isEqualTo(6);
        limit.update(cost);
        assertThat(limit.rows()).isEqualTo(12);
        for (int i = 0; i < 20; i++) {
            limit.update(cost);
        }
        assertThat(limit.rows()).isEqualTo(1024);
    }

    private static CostModel cost(long fixed, long perRow) {
        return new CostModel(
                new ModelProfile(List.of(new Point(1, fixed + perRow), new Point(64, fixed + 64 * perRow))), 64);
    }
}
