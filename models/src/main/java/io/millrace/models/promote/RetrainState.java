package io.millrace.models.promote;

import java.util.List;

/**
 * What is known of the trainings of a model.
 *
 * @param trainedMillis when the last training was asked for or ended
 * @param labelsThen labels there were then
 * @param labels labels there are now
 * @param asked when retrainings were asked for within the last day
 */
public record RetrainState(long trainedMillis, long labelsThen, long labels, List<Long> asked) {
    public RetrainState {
        asked = List.copyOf(asked);
    }

    /** After a training on so many labels. */
    public static RetrainState trained(long millis, long labels) {
        return new RetrainState(millis, labels, labels, List.of());
    }
}
