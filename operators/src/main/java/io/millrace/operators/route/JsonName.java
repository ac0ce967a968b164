package io.millrace.operators.route;

/** The name of a field of JSON as it stands behind another field: with a comma, quotes and a colon. */
final class JsonName {
    private final byte[] bytes;

    /**
     * A name.
     *
     * @param path the name; before that of the first field of an object, that of the object, whose bracket is written too
     */
    JsonName(String... path) {
        JsonBuffer buffer = new JsonBuffer();
        buffer.comma();
        for (int i = 0; i < path.length; i++) {
            if (i > 0) {
                buffer.openObject();
            }
            buffer.text(path[i]);
            buffer.colon();
        }
        this.bytes = buffer.bytes();
    }

    byte[] bytes() {
        return bytes;
    }
}
