package io.millrace.operators.route;

import io.millrace.config.ModelConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.config.PredictionsConfig;
import io.millrace.config.ReviewConfig;
import io.millrace.models.feature.Schema;
import java.io.Serializable;

/**
 * What the route stage knows of its pipeline.
 *
 * @param row the columns of an enriched event, by whose names inputs are repeated where that is asked for
 */
public record RouteSettings(
        String pipeline, ModelConfig model, PredictionsConfig predictions, ReviewConfig review, Schema row)
        implements Serializable {

    public static RouteSettings of(PipelineConfig pipeline) {
        return new RouteSettings(
                pipeline.pipeline(),
                pipeline.model(),
                pipeline.predictions(),
                pipeline.review(),
                Schema.ofRow(pipeline));
    }
}
