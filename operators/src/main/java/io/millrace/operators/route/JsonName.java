package io.millrace.operators.route;

/** The name of a field of JSON as it stands behind another field: with a comma, quotes and a colon. */
final class JsonName {
    private final byte[] bytes;

    JsonName(String name) {
        JsonBuffer buffer = new JsonBuffer();
        buffer.comma();
        buffer.text(name);
        buffer.colon();
        this.bytes = buffer.bytes();
    }

    byte[] bytes() {
        return bytes;
    }
}
