package io.millrace.operators.feature;

import io.millrace.config.EventsConfig;
import io.millrace.config.FeatureConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.models.tensor.ScoredSchema;
import io.millrace.operators.record.Freshness;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is read from the scored rows of a pipeline.
 *
 * @param schema the columns of the rows
 * @param share of the keys that are compared
 * @param views those that are compared
 */
public record ServedSettings(EventsConfig events, ScoredSchema schema, double share, List<View> views)
        implements Serializable {

    /**
     * A view in the rows.
     *
     * @param key field of the event with the key
     * @param index of the view
     * @param first index of its first column among the columns of all views
     * @param columns number of its columns
     */
    record View(String name, String key, int index, int first, int columns) implements Serializable {}

    public ServedSettings {
        views = List.copyOf(views);
    }

    /** The settings of a pipeline. */
    public static ServedSettings of(PipelineConfig pipeline) {
        List<String> freshness =
                Arrays.stream(Freshness.values()).map(Freshness::name).toList();
        List<FeatureConfig> checked = pipeline.checkedFeatures();
        List<View> views = new ArrayList<>();
        int first = 0;
        for (int index = 0; index < pipeline.features().size(); index++) {
            FeatureConfig feature = pipeline.features().get(index);
            int columns = feature.use().size();
            if (checked.contains(feature)) {
                views.add(new View(feature.view().view(), feature.key(), index, first, columns));
            }
            first += columns;
        }
        return new ServedSettings(
                pipeline.events(),
                ScoredSchema.of(pipeline, freshness),
                pipeline.consistency().sample(),
                views);
    }
}
