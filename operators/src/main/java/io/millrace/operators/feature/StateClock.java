package io.millrace.operators.feature;

import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.jspecify.annotations.Nullable;

/** The clock of the present key, in state and in Flink's timers. */
record StateClock(ValueState<Long> wakesAt, InternalTimerService<VoidNamespace> timers)
        implements EntityFeatures.Clock {

    static ValueStateDescriptor<Long> descriptor() {
        return new ValueStateDescriptor<>("wakes-at", Types.LONG);
    }

    @Override
    public @Nullable Long set() throws Exception {
        return wakesAt.value();
    }

    @Override
    public void set(long eventMillis) throws Exception {
        wakesAt.update(eventMillis);
        timers.registerEventTimeTimer(VoidNamespace.INSTANCE, eventMillis);
    }

    @Override
    public void clear() {
        wakesAt.clear();
    }
}
