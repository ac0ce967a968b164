package io.millrace.models.aggregate;

import io.millrace.config.ViewConfig.Aggregate;
import java.io.DataInput;
import java.io.IOException;

/** The accumulator that each aggregate needs. */
final class Accumulators {
    private static final double MEDIAN = 0.5;

    private Accumulators() {}

    static Accumulator of(Aggregate aggregate) {
        return switch (aggregate.function()) {
            case COUNT -> new CountAccumulator();
            case SUM -> new SumAccumulator();
            case MEAN -> new SpreadAccumulator(SpreadAccumulator.Wanted.MEAN);
            case DEVIATION -> new SpreadAccumulator(SpreadAccumulator.Wanted.DEVIATION);
            case MIN -> new ExtremeAccumulator(ExtremeAccumulator.Wanted.MIN);
            case MAX -> new ExtremeAccumulator(ExtremeAccumulator.Wanted.MAX);
            case MEDIAN -> new QuantileAccumulator(MEDIAN);
            case QUANTILE -> new QuantileAccumulator(aggregate.rank());
            case DISTINCT -> new DistinctAccumulator();
            case LAST -> new LatestAccumulator(0);
            case TIME_SINCE_LAST -> new LatestAccumulator(aggregate.unit().toMillis());
        };
    }

    /** Reads what {@link Accumulator#write} wrote. */
    static Accumulator read(Aggregate aggregate, DataInput in) throws IOException {
        return switch (aggregate.function()) {
            case COUNT -> CountAccumulator.read(in);
            case SUM -> SumAccumulator.read(in);
            case MEAN -> SpreadAccumulator.read(SpreadAccumulator.Wanted.MEAN, in);
            case DEVIATION -> SpreadAccumulator.read(SpreadAccumulator.Wanted.DEVIATION, in);
            case MIN -> ExtremeAccumulator.read(ExtremeAccumulator.Wanted.MIN, in);
            case MAX -> ExtremeAccumulator.read(ExtremeAccumulator.Wanted.MAX, in);
            case MEDIAN -> QuantileAccumulator.read(MEDIAN, in);
            case QUANTILE -> QuantileAccumulator.read(aggregate.rank(), in);
            case DISTINCT -> DistinctAccumulator.read(in);
            case LAST -> LatestAccumulator.read(0, in);
            case TIME_SINCE_LAST -> LatestAccumulator.read(aggregate.unit().toMillis(), in);
        };
    }
}
