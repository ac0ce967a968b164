package io.millrace.operators.record;

/** Why an event left as a dead letter. The names are part of the interface: they stand in headers and metrics. */
public enum Reason {
    /** The value is null, has no bytes or has no rows. */
    EMPTY,
    /** The value is larger than the limit, or has more rows. */
    TOO_LARGE,
    /** The headers are larger than the limit, or a header that may stand once is repeated. */
    BAD_HEADERS,
    /** The bytes are not in the declared format: another magic byte, compressed, a byte order mark. */
    UNKNOWN_FORMAT,
    /** The bytes are not valid UTF-8, or a text holds U+0000 or half of a surrogate pair. */
    BAD_ENCODING,
    /** The bytes begin like the declared format but break its grammar. */
    MALFORMED,
    /** Nested deeper than the limit. */
    TOO_DEEP,
    /** A JSON value that is not an object. */
    NOT_AN_OBJECT,
    /** The same field twice. */
    DUPLICATE_FIELD,
    /** A required field, the id or the key is absent or null. */
    MISSING_FIELD,
    /** A field of another type than declared. */
    WRONG_TYPE,
    /** A number outside its declared bounds, or one that its type cannot hold. */
    OUT_OF_RANGE,
    /** NaN or infinity. */
    NOT_FINITE,
    /** A number or a text longer than the limit. */
    TOO_LONG,
    /** A category that is not in its closed set. */
    NOT_ALLOWED,
    /** A vector with another number of elements than declared. */
    WRONG_LENGTH,
    /** The event time cannot be read, is negative, or is too far ahead of the clock. */
    BAD_TIME,
    /** The store has no value of a feature or cannot be asked, and the pipeline rejects rather than defaults. */
    MISSING_FEATURE,
    /** The model failed on this event alone. */
    MODEL_FAILED,
    /** The model returned NaN or infinity. */
    OUTPUT_NOT_FINITE,
    /** The model did not answer in time. */
    TIMEOUT,
    /** A label whose event was not scored, or whose row is not kept any more. */
    LABEL_ORPHAN
}
