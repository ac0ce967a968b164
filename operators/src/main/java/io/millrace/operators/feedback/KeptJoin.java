package io.millrace.operators.feedback;

import io.millrace.models.evaluate.DelayProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;

/**
 * What a subtask knows that belongs to no key, in state: how far event time is, which after a restore is the earliest of all
 * subtasks, and how late labels come. A subtask counts the delays of its own keys; after a restore with another parallelism
 * it goes on from those of some subtasks before.
 */
final class KeptJoin {
    private final JoinClock clock = new JoinClock();
    private final DelayProfiles delays = new DelayProfiles();
    private final ListState<Tuple3<Long, Long, Long>> marks;
    private final ListState<Tuple2<String, long[]>> profiles;

    KeptJoin(OperatorStateStore store) throws Exception {
        this.marks = store.getUnionListState(
                new ListStateDescriptor<>("marks", Types.TUPLE(Types.LONG, Types.LONG, Types.LONG)));
        this.profiles = store.getListState(new ListStateDescriptor<>(
                "delays", Types.TUPLE(Types.STRING, PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO)));
        restore();
    }

    private void restore() throws Exception {
        long scored = Long.MAX_VALUE;
        long labels = Long.MAX_VALUE;
        long together = Long.MAX_VALUE;
        for (Tuple3<Long, Long, Long> mark : marks.get()) {
            scored = Math.min(scored, mark.f0);
            labels = Math.min(labels, mark.f1);
            together = Math.min(together, mark.f2);
        }
        if (scored != Long.MAX_VALUE) {
            clock.restore(scored, labels, together);
        }
        for (Tuple2<String, long[]> profile : profiles.get()) {
            delays.addAll(profile.f0, new DelayProfile(profile.f1));
        }
    }

    JoinClock clock() {
        return clock;
    }

    DelayProfiles delays() {
        return delays;
    }

    void save() throws Exception {
        marks.update(List.of(Tuple3.of(clock.scored(), clock.labels(), clock.together())));
        List<Tuple2<String, long[]>> kept = new ArrayList<>();
        for (Map.Entry<String, DelayProfile> each : delays.bySource().entrySet()) {
            kept.add(Tuple2.of(each.getKey(), each.getValue().counts()));
        }
        profiles.update(kept);
    }
}
