package io.millrace.models.tensor;

/** What tells a record that holds an Arrow IPC stream from one that holds text. */
public final class ArrowStream {
    /** What such a record calls itself in its {@code content-type}. */
    public static final String MEDIA_TYPE = "application/vnd.apache.arrow.stream";

    /** What each message of a stream begins with: four bytes, of which no text in UTF-8 holds one. */
    static final int CONTINUATION = -1;

    private ArrowStream() {}

    /** Whether these bytes begin as such a stream does. */
    public static boolean begins(byte[] value) {
        return value.length > 0 && value[0] == (byte) CONTINUATION;
    }
}
