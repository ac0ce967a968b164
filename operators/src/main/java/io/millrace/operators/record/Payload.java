package io.millrace.operators.record;

import org.jspecify.annotations.Nullable;

/** What stands for the value of an event: bytes, or something that makes them when somebody asks. */
public interface Payload {

    /** The bytes, or null for a tombstone. They may be shared: do not change them. */
    byte @Nullable [] bytes();

    /** Bytes that are there. */
    record Whole(byte @Nullable [] bytes) implements Payload {}
}
