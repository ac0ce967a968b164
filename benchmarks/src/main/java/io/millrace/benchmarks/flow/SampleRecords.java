package io.millrace.benchmarks.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.models.infer.ModelLoadException;
import io.millrace.operators.enrich.FeatureStoreException;
import io.millrace.operators.record.Header;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.route.PredictionEncoder;
import io.millrace.operators.route.RouteSettings;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Predictions of the first events of a workload, encoded once and written for all others in turn: as large as the predictions of
 * a job and no easier to compress, but each with the id of the event that it stands for. Used by one thread.
 */
final class SampleRecords implements Serializable {
    private static final long serialVersionUID = 1;

    /** More bytes than a compressor looks back, so that it does not see a record again. */
    private static final int COUNT = 512;

    private static final String PREFIX = "{\"prediction_id\":\"";
    private static final byte[] PREFIX_BYTES = PREFIX.getBytes(UTF_8);

    private static final Header SPEC_VERSION = header("ce_specversion", "1.0");
    private static final Header SOURCE = header("ce_source", "/millrace/benchmark/predictions");
    private static final Header TYPE = header("ce_type", "io.millrace.predictions.v1");
    private static final Header CONTENT_TYPE = header("content-type", "application/json");
    private static final Header TIME = header("ce_time", "2026-01-01T00:00:00.000Z");

    private final List<byte[]> rests;
    private int next;

    private SampleRecords(List<byte[]> rests) {
        this.rests = rests;
    }

    static SampleRecords of(RigInputs inputs) throws ModelLoadException, FeatureStoreException, InterruptedException {
        PredictionEncoder encoder = new PredictionEncoder(RouteSettings.of(inputs.pipeline()));
        List<byte[]> rests = new ArrayList<>();
        for (Prediction prediction : SamplePredictions.of(inputs, COUNT)) {
            rests.add(afterId(encoder.encode(prediction, null), prediction.id()));
        }
        return new SampleRecords(rests);
    }

    private static byte[] afterId(Outbound record, String id) {
        String json = new String(record.value(), UTF_8);
        if (!json.startsWith(PREFIX + id)) {
            throw new IllegalStateException("prediction does not begin with its id: prediction=" + json);
        }
        return json.substring(PREFIX.length() + id.length()).getBytes(UTF_8);
    }

    /** The record of an event. */
    Outbound of(Position position, byte[] key) {
        byte[] id = position.toString().getBytes(UTF_8);
        byte[] rest = rests.get(next);
        next = (next + 1) % rests.size();
        ByteBuffer value = ByteBuffer.allocate(PREFIX_BYTES.length + id.length + rest.length);
        value.put(PREFIX_BYTES).put(id).put(rest);
        return new Outbound(key, value.array(), headers(id));
    }

    private static List<Header> headers(byte[] id) {
        return List.of(SPEC_VERSION, new Header("ce_id", id), SOURCE, TYPE, CONTENT_TYPE, TIME);
    }

    private static Header header(String name, String value) {
        return new Header(name, value.getBytes(UTF_8));
    }
}
