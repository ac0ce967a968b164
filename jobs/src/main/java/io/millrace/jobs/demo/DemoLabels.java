package io.millrace.jobs.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.operators.record.Outbound;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes known of the houses of a stream: the price of each, when its deed is registered, so many listings after its
 * own. A broken listing is none, and no house is registered that was listed too near the end. The pipeline file declares
 * the same names as labels.
 */
final class DemoLabels {
    private static final int MOST_LISTED_AFTER_IT = 1_000;

    private final ListingStream stream;
    private final int listedAfterIt;

    DemoLabels(ListingStream stream) {
        this.stream = stream;
        this.listedAfterIt = Math.min(MOST_LISTED_AFTER_IT, stream.size() / 10);
    }

    /** The label that comes at the time at which an event of the stream is due, if there is one. */
    Optional<Outbound> at(int number, long millis) {
        int labeled = number - listedAfterIt;
        return labeled < 0 || stream.broken(labeled) ? Optional.empty() : Optional.of(label(labeled, millis));
    }

    private Outbound label(int number, long millis) {
        String id = ListingStream.id(number);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("id", '"' + id + '"');
        fields.put("registered_at", Long.toString(millis));
        fields.put("price", Long.toString(Math.round(stream.price(number))));
        return new Outbound(id.getBytes(UTF_8), ListingJson.bytes(fields), List.of());
    }
}
