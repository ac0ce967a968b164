package io.millrace.models.infer;

/** The role in which a version made a prediction. */
public enum Variant {
    /** The version that serves. */
    CHAMPION(0, "champion"),
    /** The version that may become champion, for the keys in its share. */
    CANARY(1, "canary");

    private final byte code;
    private final String text;

    Variant(int code, String text) {
        this.code = (byte) code;
        this.text = text;
    }

    /** Its place among all variants, which stands for it in scored rows. */
    public byte code() {
        return code;
    }

    /** How it is called in messages. */
    public String text() {
        return text;
    }
}
