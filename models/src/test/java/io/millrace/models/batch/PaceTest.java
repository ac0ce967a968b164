package io.millrace.models.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.infer.ModelProfile;
import io.millrace.models.infer.ModelProfile.Point;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MS = 1_000_000;
    private static final Offset<Long> ROUNDING = Offset.offset(10L);

    @Test
    void isSoLongThatTheFixedCostIsATwentiethOfIt() {
        assertThat(new Pace(100 * MS).nanos(cost(MS / 10, 1_000))).isCloseTo(2 * MS, ROUNDING);
    }

    @Test
    void isNoMoreThanAQuarterOfTheTarget() {
        assertThat(new Pace(20 * MS).nanos(cost(MS, 1_000))).isEqualTo(5 * MS);
    }

    @Test
    void isNothingForAModelWithoutFixedCost() {
        assertThat(new Pace(20 * MS).nanos(cost(0, 1_000))).isCloseTo(0L, ROUNDING);
    }

    @Test
    void isNothingWhereATimerCouldNotTell() {
        assertThat(new Pace(100 * MS).nanos(cost(2_000, 1_000))).isZero();
        assertThat(new Pace(MS / 10).nanos(cost(MS, 1_000))).isZero();
    }

    @Test
    void followsWhatIsMeasured() {
        CostModel cost = cost(MS / 10, 1_000);
        for (int i = 0; i < 1_000; i++) {
            cost.observe(1 + i % 64, MS / 100 + (1 + i % 64) * 1_000L);
        }

        assertThat(new Pace(100 * MS).nanos(cost)).isBetween(MS / 10, MS);
    }

    private static CostModel cost(long fixedNanos, long rowNanos) {
        List<Point> points =
                List.of(new Point(1, fixedNanos + rowNanos), new Point(1024, fixedNanos + 1024 * rowNanos));
        return new CostModel(new ModelProfile(points), 1024);
    }
}
