package io.millrace.operators.record;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What the model said about an event.
 *
 * @param outputs the model's outputs on the scale of the target, all finite
 * @param queueMicros microseconds between the arrival at the infer stage and the start of the forward pass
 * @param modelMicros microseconds of the forward pass of the whole batch
 * @param batchRows rows in that batch
 */
@TypeInfo(RecordTypes.Factory.class)
public record Prediction(
        EnrichedEvent event, ModelStamp model, float[] outputs, int queueMicros, int modelMicros, int batchRows) {

    /** The prediction of another version for the same event in the same batch. */
    public Prediction by(ModelStamp other, float[] said, int micros) {
        return new Prediction(event, other, said, queueMicros, micros, batchRows);
    }

    /** The {@link Position} of the event, as a text: a function of the input alone. */
    public String id() {
        return event.event().raw().position().toString();
    }
}
