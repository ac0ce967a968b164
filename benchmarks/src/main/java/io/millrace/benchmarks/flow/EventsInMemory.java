package io.millrace.benchmarks.flow;

import io.millrace.operators.record.Outbound;
import java.util.ArrayList;
import java.util.List;

/** The first records of a workload, made before they are needed because making them takes time. */
final class EventsInMemory {

    private EventsInMemory() {}

    /** Records of so many events, or of as many as so many bytes hold. */
    static List<Outbound> of(Workload workload, int events, long mostBytes) {
        List<Outbound> records = new ArrayList<>();
        long bytes = 0;
        while (records.size() * workload.rowsPerRecord() < events && bytes < mostBytes) {
            Outbound record = workload.event(records.size());
            bytes += record.bytes();
            records.add(record);
        }
        return records;
    }
}
