package io.millrace.models.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MetadataVersion;

/** The messages of an Arrow IPC stream, one after the other, where they lie. Nothing outside the bytes is believed. */
final class IpcMessages {
    private static final int PREFIX_BYTES = 8;
    private static final int SHOWN_BYTES = 8;

    private final byte[] bytes;
    private final ByteBuffer buffer;
    private Message message = new Message();
    private int next;
    private int metadataAt;
    private int bodyAt;
    private int bodyLength;

    IpcMessages(byte[] bytes) {
        this.bytes = bytes;
        this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Goes to the next message; false at the end of the stream. */
    boolean advance() throws TableException {
        if (next > 0 && next == bytes.length) {
            return false;
        }
        if (bytes.length - next < PREFIX_BYTES || buffer.getInt(next) != ArrowStream.CONTINUATION) {
            throw next == 0 ? foreign() : TableException.malformed("no message begins where one should: at=" + next);
        }
        int metadataLength = buffer.getInt(next + Integer.BYTES);
        metadataAt = next + PREFIX_BYTES;
        if (metadataLength == 0) {
            return end();
        }
        int left = bytes.length - metadataAt;
        if (metadataLength < 0 || metadataLength > left) {
            throw TableException.malformed("metadata of a message lie beyond the bytes: at=" + next + ", length="
                    + metadataLength + ", bytes=" + left);
        }
        message = Message.getRootAsMessage(
                buffer.slice(metadataAt, metadataLength).order(ByteOrder.LITTLE_ENDIAN));
        if (message.version() != MetadataVersion.V4 && message.version() != MetadataVersion.V5) {
            throw new TableException(
                    TableException.Problem.FOREIGN,
                    "stream is of another version of Arrow: version=V" + (message.version() + 1) + ", known=V4, V5");
        }
        takeBody(metadataAt + metadataLength);
        return true;
    }

    private void takeBody(int at) throws TableException {
        long length = message.bodyLength();
        if (length < 0 || length > bytes.length - at) {
            throw TableException.malformed("body of a message lies beyond the bytes: at=" + at + ", length=" + length
                    + ", bytes=" + (bytes.length - at));
        }
        bodyAt = at;
        bodyLength = (int) length;
        next = bodyAt + bodyLength;
    }

    private boolean end() throws TableException {
        if (metadataAt != bytes.length) {
            throw TableException.malformed("something follows the end of the stream: at=" + metadataAt + ", bytes="
                    + (bytes.length - metadataAt));
        }
        next = bytes.length;
        return false;
    }

    private TableException foreign() {
        String begin = HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(SHOWN_BYTES, bytes.length));
        return new TableException(TableException.Problem.FOREIGN, "value is no Arrow stream: first bytes=" + begin);
    }

    Message message() {
        return message;
    }

    byte[] bytes() {
        return bytes;
    }

    int metadataAt() {
        return metadataAt;
    }

    int bodyAt() {
        return bodyAt;
    }

    int bodyLength() {
        return bodyLength;
    }
}
