package io.millrace.operators.record;

import io.millrace.models.feature.Values;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What an event was served of a view, as its scored row tells.
 *
 * @param id of the prediction
 * @param key of the view
 * @param timeMillis event time of the event
 * @param ageMillis age of the values then, or {@link FeatureValues#NO_AGE} if nothing was known of the key
 * @param values one per column of the view that the pipeline uses
 * @param freshness one {@link Freshness#code} per such column; the array is shared: do not change it
 */
@TypeInfo(RecordTypes.Factory.class)
public record ServedFeatures(
        String id, String view, String key, long timeMillis, long ageMillis, Values values, byte[] freshness) {

    /** Whether the value of a column came from the store. */
    public boolean served(int column) {
        return freshness[column] < Freshness.DEFAULTED.code();
    }

    /** Whether it is known which time the values were of. */
    public boolean timed() {
        return ageMillis != FeatureValues.NO_AGE;
    }
}
