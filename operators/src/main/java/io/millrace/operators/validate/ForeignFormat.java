package io.millrace.operators.validate;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Recognises by their first bytes the formats that are sent by mistake, so that the rejection can name them. */
enum ForeignFormat {
    BYTE_ORDER_MARK("UTF-8 with a byte order mark", "efbbbf"),
    UTF_16_LITTLE("UTF-16", "fffe"),
    UTF_16_BIG("UTF-16", "feff"),
    GZIP("gzip", "1f8b"),
    ZSTD("zstd", "28b52ffd"),
    LZ4("lz4", "04224d18"),
    SNAPPY("snappy", "82534e41505059"),
    SNAPPY_FRAMED("snappy", "ff060000734e61507059"),
    BZIP2("bzip2", "425a68"),
    XZ("xz", "fd377a585a00"),
    ZIP("zip", "504b0304"),
    AVRO_FILE("an Avro file", "4f626a01"),
    ARROW_FILE("an Arrow file", "4152524f5731"),
    ARROW_STREAM("an Arrow stream", "ffffffff"),
    TENSOR_FRAME("a tensor frame", "4d524652"),
    REGISTRY_0("a schema registry's framing, magic byte 0x00", "00"),
    REGISTRY_1("a schema registry's framing, magic byte 0x01", "01");

    private static final int SHOWN_BYTES = 8;

    private final String words;
    private final String hex;

    ForeignFormat(String words, String hex) {
        this.words = words;
        this.hex = hex;
    }

    static @Nullable ForeignFormat of(byte[] value) {
        String begin = HexFormat.of().formatHex(value, 0, Math.min(SHOWN_BYTES, value.length));
        for (ForeignFormat format : values()) {
            if (begin.startsWith(format.hex)) {
                return format;
            }
        }
        return null;
    }

    /** What the value is not, what it may be, and its first bytes. */
    static String describe(byte[] value, String expected) {
        ForeignFormat format = of(value);
        String begin = HexFormat.ofDelimiter(" ").formatHex(value, 0, Math.min(SHOWN_BYTES, value.length));
        return "value is not " + expected + (format == null ? "" : " but looks like " + format.words) + ": first bytes="
                + begin;
    }
}
