package io.millrace.operators.promote;

import io.millrace.operators.record.Scored;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** {@link Rows#ran} in a Flink task. */
final class RanFunction implements FlatMapFunction<Scored, Observed> {
    private static final long serialVersionUID = 1;

    @Override
    public void flatMap(Scored row, Collector<Observed> out) {
        Rows.ran(row).ifPresent(out::collect);
    }
}
