package io.millrace.operators.feedback;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.millrace.config.LabelsConfig;
import io.millrace.config.ModelConfig;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.Label;
import io.millrace.operators.record.LabelEvent;
import io.millrace.operators.record.LabelRecord;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.Rejection;
import java.io.IOException;

/**
 * Reads the records of a labels topic: JSON objects, of which the fields count that the pipeline names. Never throws, whatever
 * the bytes are.
 */
public final class LabelDecoder {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 32;
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_BYTES)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .build();

    private final LabelDraft.Rules rules;

    public LabelDecoder(LabelsConfig labels, ModelConfig model, Ticker ticker) {
        this.rules = new LabelDraft.Rules(labels, model, ticker);
    }

    /** The label, or why the record is none. */
    public LabelRecord decode(RawEvent record) {
        try {
            return read(record);
        } catch (LabelDraft.Refused e) {
            return refused(record, e.reason(), e.problem());
        } catch (JsonProcessingException e) {
            return refused(record, Reason.MALFORMED, "value is not JSON: " + e.getOriginalMessage());
        } catch (IOException | RuntimeException e) {
            return refused(record, Reason.MALFORMED, "value cannot be read: " + e);
        }
    }

    private static LabelRecord refused(RawEvent record, Reason reason, String problem) {
        return new LabelRecord.Refused(new Rejection(record, Rejection.Stage.LABEL, reason, "label: " + problem));
    }

    private LabelEvent read(RawEvent record) throws IOException, LabelDraft.Refused {
        byte[] value = record.value();
        if (value == null || value.length == 0) {
            throw new LabelDraft.Refused(Reason.EMPTY, "record has no value");
        }
        if (value.length > MAX_BYTES) {
            throw new LabelDraft.Refused(
                    Reason.TOO_LARGE, "value is too large: bytes=" + value.length + ", max=" + MAX_BYTES);
        }
        LabelDraft draft = new LabelDraft(rules);
        try (JsonParser json = JSON.createParser(value)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new LabelDraft.Refused(Reason.NOT_AN_OBJECT, "value is no JSON object");
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                if (json.nextToken() != JsonToken.VALUE_NULL) {
                    draft.read(name, json);
                }
                json.skipChildren();
            }
            if (json.nextToken() != null) {
                throw new LabelDraft.Refused(Reason.MALFORMED, "something follows the object");
            }
        }
        Label label = draft.label(record);
        return new LabelEvent(record, draft.target(), label);
    }
}
