package io.millrace.operators.validate;

import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.RawEvent;
import java.util.List;

/** Decodes the bytes of one format, once they have passed the {@link Gate}. */
interface FormatDecoder {

    /**
     * The events, each of them one or why it is none.
     *
     * @param value the value of {@code raw}: neither null nor empty nor too large
     */
    List<Decoded> decode(RawEvent raw, byte[] value);
}
