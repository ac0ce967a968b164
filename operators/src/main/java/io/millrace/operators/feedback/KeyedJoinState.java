package io.millrace.operators.feedback;

import io.millrace.operators.record.Label;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Scored;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.jspecify.annotations.Nullable;

/** The state of the present key in Flink's state, and its alarms in Flink's timers. */
final class KeyedJoinState implements JoinState {
    private final MapState<String, Scored> rows;
    private final MapState<String, List<Label>> labels;
    private final MapState<String, Held> held;
    private final InternalTimerService<String> timers;

    KeyedJoinState(RuntimeContext context, InternalTimerService<String> timers) {
        this.rows = context.getMapState(new MapStateDescriptor<>("rows", Types.STRING, RecordTypes.SCORED));
        this.labels =
                context.getMapState(new MapStateDescriptor<>("labels", Types.STRING, Types.LIST(RecordTypes.LABEL)));
        this.held = context.getMapState(new MapStateDescriptor<>("held", Types.STRING, HeldSerializer.TYPE));
        this.timers = timers;
    }

    @Override
    public @Nullable Scored row(String id) throws Exception {
        return rows.get(id);
    }

    @Override
    public List<Scored> rows() throws Exception {
        List<Scored> all = new ArrayList<>();
        rows.values().forEach(all::add);
        return all;
    }

    @Override
    public void open(Scored row) throws Exception {
        rows.put(row.id(), row);
    }

    @Override
    public void close(String id) throws Exception {
        rows.remove(id);
        labels.remove(id);
    }

    @Override
    public List<Label> labels(String id) throws Exception {
        List<Label> known = labels.get(id);
        return known == null ? List.of() : known;
    }

    @Override
    public void labels(String id, List<Label> of) throws Exception {
        labels.put(id, of);
    }

    @Override
    public @Nullable Held held(String identity) throws Exception {
        return held.get(identity);
    }

    @Override
    public List<Held> held() throws Exception {
        List<Held> all = new ArrayList<>();
        held.values().forEach(all::add);
        return all;
    }

    @Override
    public void hold(Held label) throws Exception {
        held.put(label.identity(), label);
    }

    @Override
    public void release(String identity) throws Exception {
        held.remove(identity);
    }

    @Override
    public void wake(Alarm alarm, long millis) {
        timers.registerEventTimeTimer(alarm.text(), millis);
    }
}
