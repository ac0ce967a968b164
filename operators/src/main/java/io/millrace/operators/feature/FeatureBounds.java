package io.millrace.operators.feature;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple4;

/** The newest judged minutes of the present feature and the bounds that it is out of, in Flink's state. */
final class FeatureBounds {
    private static final TypeInformation<Tuple4<Long, Long, Double, Double>> SHARE =
            Types.TUPLE(Types.LONG, Types.LONG, Types.DOUBLE, Types.DOUBLE);

    private final BoundWatch watch;
    private final MapState<Long, Tuple4<Long, Long, Double, Double>> newest;
    private final MapState<String, Long> outSince;

    FeatureBounds(
            BoundWatch watch,
            MapState<Long, Tuple4<Long, Long, Double, Double>> newest,
            MapState<String, Long> outSince) {
        this.watch = watch;
        this.newest = newest;
        this.outSince = outSince;
    }

    static MapStateDescriptor<Long, Tuple4<Long, Long, Double, Double>> newestMinutes() {
        return new MapStateDescriptor<>("newest-minutes", Types.LONG, SHARE);
    }

    static MapStateDescriptor<String, Long> outSince() {
        return new MapStateDescriptor<>("out-since", Types.STRING, Types.LONG);
    }

    /** Takes what a minute has come to by now. */
    void take(String feature, MinuteShare minute, Consumer<BoundAlert> out) throws Exception {
        if (!watch.judges(minute)) {
            return;
        }
        newest.put(
                minute.minuteMillis(),
                Tuple4.of(minute.rows(), minute.wrong(), minute.difference(), minute.magnitude()));
        List<MinuteShare> minutes = minutes();
        if (minutes.size() > watch.minutes()) {
            newest.remove(minutes.remove(0).minuteMillis());
        }
        for (BoundMeasure measure : BoundMeasure.values()) {
            BoundAlert alert = watch.look(feature, measure, minutes, outSince.get(measure.name()));
            if (alert != null) {
                remember(alert);
                out.accept(alert);
            }
        }
    }

    private void remember(BoundAlert alert) throws Exception {
        if (alert.state() == BoundAlert.State.LEFT) {
            outSince.put(alert.measure().name(), alert.sinceMillis());
        } else {
            outSince.remove(alert.measure().name());
        }
    }

    /** The minutes that are looked at, from the oldest on. */
    List<MinuteShare> minutes() throws Exception {
        List<MinuteShare> minutes = new ArrayList<>();
        for (Map.Entry<Long, Tuple4<Long, Long, Double, Double>> each : newest.entries()) {
            Tuple4<Long, Long, Double, Double> share = each.getValue();
            minutes.add(new MinuteShare(each.getKey(), share.f0, share.f1, share.f2, share.f3));
        }
        minutes.sort(Comparator.comparingLong(MinuteShare::minuteMillis));
        return minutes;
    }

    /** How many bounds it is out of. */
    int out() throws Exception {
        int out = 0;
        for (BoundMeasure measure : BoundMeasure.values()) {
            out += outSince.contains(measure.name()) ? 1 : 0;
        }
        return out;
    }
}
