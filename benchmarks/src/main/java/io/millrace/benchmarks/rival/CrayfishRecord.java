package io.millrace.benchmarks.rival;

import java.util.List;

/**
 * A record as Crayfish has it in memory: every number in a box, no default constructor, every field final. Flink does not
 * take it for one of its own types, so that it travels as a generic one.
 */
final class CrayfishRecord {
    private final long creationTimestamp;
    private final List<List<Float>> dataPoints;
    private final List<List<Float>> predictions;

    /**
     * @param dataPoints the numbers of each data point
     * @param predictions the outputs for each data point; empty until they are known
     */
    CrayfishRecord(long creationTimestamp, List<List<Float>> dataPoints, List<List<Float>> predictions) {
        this.creationTimestamp = creationTimestamp;
        this.dataPoints = dataPoints;
        this.predictions = predictions;
    }

    long creationTimestamp() {
        return creationTimestamp;
    }

    List<List<Float>> dataPoints() {
        return dataPoints;
    }

    List<List<Float>> predictions() {
        return predictions;
    }

    CrayfishRecord with(List<List<Float>> outputs) {
        return new CrayfishRecord(creationTimestamp, dataPoints, outputs);
    }
}
