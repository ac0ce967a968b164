package io.millrace.operators.feature;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A watermark that is state: an event that was too late before a restore is too late after it. After a restore it is the
 * earliest one of all subtasks.
 */
final class KeptWatermark {
    /** Far enough from the end of time to add to. */
    private static final long LONG_AHEAD = -EntityFeatures.LONG_AGO;

    private final ListState<Long> state;
    private long millis = EntityFeatures.LONG_AGO;

    KeptWatermark(OperatorStateStore store) throws Exception {
        this.state = store.getUnionListState(new ListStateDescriptor<>("watermarks", Types.LONG));
        long first = LONG_AHEAD;
        for (long restored : state.get()) {
            first = Math.min(first, restored);
        }
        if (first != LONG_AHEAD) {
            millis = first;
        }
    }

    long millis() {
        return millis;
    }

    /** A watermark has come; the end of time is cut to what can be added to. */
    void advance(long markMillis) {
        millis = Math.max(millis, Math.min(markMillis, LONG_AHEAD));
    }

    void save() throws Exception {
        state.update(List.of(millis));
    }
}
