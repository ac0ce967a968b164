package io.millrace.operators.record;

import io.millrace.models.feature.Values;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * New values of a view for one entity.
 *
 * @param timeMillis the event time that the values are of: where the windows end
 * @param values one per column of the view; null if nothing is known of the entity any more
 */
@TypeInfo(RecordTypes.Factory.class)
public record FeatureUpdate(
        String key, long timeMillis, @Nullable Values values) {}
