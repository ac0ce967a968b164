package io.millrace.operators.learn;

import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.RecordTypes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;

/** A {@link Learning} in state: its bytes in pieces, what waits, and how far event time is. */
final class KeptLearning {
    private static final int PIECE = 1 << 20;

    private final ListState<byte[]> pieces;
    private final ListState<Tuple2<Long, Feedback>> waiting;
    private final ListState<Long> mark;

    KeptLearning(OperatorStateStore store) throws Exception {
        this.pieces = store.getListState(
                new ListStateDescriptor<>("learner", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        this.waiting =
                store.getListState(new ListStateDescriptor<>("waiting", Types.TUPLE(Types.LONG, RecordTypes.FEEDBACK)));
        this.mark = store.getListState(new ListStateDescriptor<>("mark", Types.LONG));
    }

    /** What was saved; empty if nothing was. */
    Optional<Learning.Saved> restore() throws Exception {
        ByteArrayOutputStream learner = new ByteArrayOutputStream();
        for (byte[] piece : pieces.get()) {
            learner.write(piece);
        }
        if (learner.size() == 0) {
            return Optional.empty();
        }
        List<Lesson> lessons = new ArrayList<>();
        for (Tuple2<Long, Feedback> each : waiting.get()) {
            lessons.add(Lesson.of(each.f1, each.f0));
        }
        long passed = Long.MIN_VALUE;
        for (long each : mark.get()) {
            passed = each;
        }
        return Optional.of(new Learning.Saved(passed, lessons, learner.toByteArray()));
    }

    void save(Learning.Saved saved) throws Exception {
        byte[] learner = saved.learner();
        List<byte[]> cut = new ArrayList<>();
        for (int from = 0; from < learner.length; from += PIECE) {
            cut.add(Arrays.copyOfRange(learner, from, Math.min(learner.length, from + PIECE)));
        }
        pieces.update(cut);
        waiting.update(saved.waiting().stream()
                .map(lesson -> Tuple2.of(lesson.timeMillis(), lesson.feedback()))
                .toList());
        mark.update(List.of(saved.mark()));
    }
}
