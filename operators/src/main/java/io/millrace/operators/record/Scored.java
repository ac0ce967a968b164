package io.millrace.operators.record;

import io.millrace.models.feature.Values;
import io.millrace.models.tensor.ScoredVersions;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * A scored row: what was predicted of an event, and the row that the model saw. The array is shared: do not change it.
 *
 * @param id of the prediction
 * @param eventId the application's id of the event
 * @param key the entity the event is about
 * @param timeMillis event time
 * @param outputs of the version that served, on the scale of the target
 * @param micros microseconds of its forward pass of the row's whole batch; {@link #UNKNOWN} if that is not known
 * @param shadow what another version said, or null
 * @param failed version that was to score the row, too, and gave nothing; {@link #NONE} if there is none
 * @param values by {@link io.millrace.models.feature.Schema#ofRow}
 */
@TypeInfo(RecordTypes.Factory.class)
public record Scored(
        String id,
        String eventId,
        String key,
        long timeMillis,
        ModelStamp model,
        float[] outputs,
        int micros,
        @Nullable Shadow shadow,
        int failed,
        Values values) {
    /** Stands for no version. */
    public static final int NONE = 0;

    /** Stands for a time that is not known. */
    public static final int UNKNOWN = ScoredVersions.UNKNOWN;

    /** A row for which no version has failed, and of which it is not known how long it took. */
    public Scored(
            String id,
            String eventId,
            String key,
            long timeMillis,
            ModelStamp model,
            float[] outputs,
            @Nullable Shadow shadow,
            Values values) {
        this(id, eventId, key, timeMillis, model, outputs, UNKNOWN, shadow, NONE, values);
    }

    /**
     * What a version said that did not serve.
     *
     * @param micros microseconds of its forward pass of the row's whole batch; {@link #UNKNOWN} if that is not known
     */
    public record Shadow(int version, float[] outputs, int micros) {

        /** One of which it is not known how long it took. */
        public Shadow(int version, float[] outputs) {
            this(version, outputs, UNKNOWN);
        }
    }
}
