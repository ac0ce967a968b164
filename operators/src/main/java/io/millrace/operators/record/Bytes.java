package io.millrace.operators.record;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/** Writes and reads the parts that records are made of. */
final class Bytes {
    private static final int NONE = -1;

    private Bytes() {}

    static void writeText(@Nullable String text, DataOutputView target) throws IOException {
        StringValue.writeString(text, target);
    }

    static String readText(DataInputView source) throws IOException {
        String text = readNullableText(source);
        if (text == null) {
            throw new IOException("text is absent where one must be: the bytes are corrupt");
        }
        return text;
    }

    static @Nullable String readNullableText(DataInputView source) throws IOException {
        return StringValue.readString(source);
    }

    static void writeBytes(byte @Nullable [] bytes, DataOutputView target) throws IOException {
        if (bytes == null) {
            target.writeInt(NONE);
        } else {
            target.writeInt(bytes.length);
            target.write(bytes);
        }
    }

    static byte @Nullable [] readNullableBytes(DataInputView source) throws IOException {
        int length = source.readInt();
        if (length == NONE) {
            return null;
        }
        byte[] bytes = new byte[length];
        source.readFully(bytes);
        return bytes;
    }

    static byte[] readBytes(DataInputView source) throws IOException {
        byte[] bytes = readNullableBytes(source);
        if (bytes == null) {
            throw new IOException("bytes are absent where some must be: the bytes are corrupt");
        }
        return bytes;
    }

    static void writeHeaders(List<Header> headers, DataOutputView target) throws IOException {
        target.writeInt(headers.size());
        for (Header header : headers) {
            writeText(header.name(), target);
            writeBytes(header.value(), target);
        }
    }

    static List<Header> readHeaders(DataInputView source) throws IOException {
        int count = source.readInt();
        List<Header> headers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            headers.add(new Header(readText(source), readNullableBytes(source)));
        }
        return headers;
    }

    static void writeFloats(float @Nullable [] floats, DataOutputView target) throws IOException {
        if (floats == null) {
            target.writeInt(NONE);
        } else {
            target.writeInt(floats.length);
            for (float each : floats) {
                target.writeFloat(each);
            }
        }
    }

    static float @Nullable [] readNullableFloats(DataInputView source) throws IOException {
        int length = source.readInt();
        if (length == NONE) {
            return null;
        }
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            floats[i] = source.readFloat();
        }
        return floats;
    }

    static float[] readFloats(DataInputView source) throws IOException {
        float[] floats = readNullableFloats(source);
        if (floats == null) {
            throw new IOException("floats are absent where some must be: the bytes are corrupt");
        }
        return floats;
    }

    /** Enum constants travel by name, so that their order may change. */
    static <E extends Enum<E>> E readEnum(Class<E> type, DataInputView source) throws IOException {
        String name = readText(source);
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new IOException("name is not known: type=" + type.getSimpleName() + ", name=" + name, e);
        }
    }
}
