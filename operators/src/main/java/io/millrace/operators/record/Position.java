package io.millrace.operators.record;

/** Where a record was read: the identity of everything made from it. */
public record Position(String topic, int partition, long offset) {

    /** {@code <topic>-<partition>-<offset>}, the prediction id. */
    @Override
    public String toString() {
        return topic + '-' + partition + '-' + offset;
    }
}
