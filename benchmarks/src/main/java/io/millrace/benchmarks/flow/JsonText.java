package io.millrace.benchmarks.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A JSON object that is written field by field. */
final class JsonText {
    private final StringBuilder text = new StringBuilder(1024).append('{');

    JsonText number(String name, long value) {
        name(name).append(value);
        return this;
    }

    /** A number from 0 to below 1 in steps of a ten-thousandth. */
    JsonText fraction(String name, int tenThousandths) {
        name(name).append("0.");
        for (int digit = 1_000; digit > 0; digit /= 10) {
            text.append((char) ('0' + tenThousandths / digit % 10));
        }
        return this;
    }

    JsonText text(String name, CharSequence value) {
        name(name).append('"').append(value).append('"');
        return this;
    }

    JsonText none(String name) {
        name(name).append("null");
        return this;
    }

    byte[] bytes() {
        return (text + "}").getBytes(UTF_8);
    }

    private StringBuilder name(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        return text.append('"').append(name).append("\":");
    }
}
