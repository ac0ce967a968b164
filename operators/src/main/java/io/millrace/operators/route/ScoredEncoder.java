package io.millrace.operators.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.models.tensor.ArrowStream;
import io.millrace.operators.record.Header;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.ScoredBatch;
import java.util.ArrayList;
import java.util.List;

/** Writes batches of scored rows, which are Arrow already. */
final class ScoredEncoder {
    /** Header with the number of rows, for whoever counts without reading Arrow. */
    static final String ROWS = "millrace_rows";

    private static final int ID_LENGTH = 32;

    private final CloudEvents cloudEvents;

    ScoredEncoder(String pipeline) {
        this.cloudEvents = new CloudEvents(pipeline, "scored", ArrowStream.MEDIA_TYPE);
    }

    /** The record of a batch. It has no key; its id is a hash of its bytes. */
    Outbound encode(ScoredBatch batch) {
        List<Header> headers =
                new ArrayList<>(cloudEvents.headers(Sha256.hex(batch.arrow()).substring(0, ID_LENGTH)));
        headers.add(new Header(ROWS, Integer.toString(batch.rows()).getBytes(UTF_8)));
        return new Outbound(null, batch.arrow(), headers);
    }
}
