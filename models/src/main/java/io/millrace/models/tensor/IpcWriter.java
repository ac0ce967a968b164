package io.millrace.models.tensor;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/** Writes Arrow IPC streams of one schema with one record batch each. Used by one thread. */
final class IpcWriter {
    private static final int PREFIX_BYTES = 8;
    private static final int ALIGNMENT = 8;

    private final byte[] schema;
    private final FlatBufferBuilder builder = new FlatBufferBuilder(4096);

    IpcWriter(Schema schema) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            MessageSerializer.serialize(new WriteChannel(Channels.newChannel(bytes)), schema);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        this.schema = bytes.toByteArray();
    }

    /** The bytes of a stream with the columns that were written. */
    byte[] stream(BodyWriter body) {
        ByteBuffer metadata = metadata(body);
        int metadataBytes = (metadata.remaining() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        int padding = metadataBytes - metadata.remaining();
        ByteBuffer stream = ByteBuffer.allocate(schema.length + 2 * PREFIX_BYTES + metadataBytes + body.size())
                .order(ByteOrder.LITTLE_ENDIAN);
        stream.put(schema);
        stream.putInt(ArrowStream.CONTINUATION).putInt(metadataBytes).put(metadata);
        stream.position(stream.position() + padding);
        stream.put(body.bytes(), 0, body.size());
        stream.putInt(ArrowStream.CONTINUATION).putInt(0);
        return stream.array();
    }

    private ByteBuffer metadata(BodyWriter body) {
        builder.clear();
        RecordBatch.startNodesVector(builder, body.nodeCount());
        for (int i = body.nodeCount() - 1; i >= 0; i--) {
            FieldNode.createFieldNode(builder, body.nodeLength(i), body.nodeMissing(i));
        }
        int nodes = builder.endVector();
        RecordBatch.startBuffersVector(builder, body.partCount());
        for (int i = body.partCount() - 1; i >= 0; i--) {
            Buffer.createBuffer(builder, body.partOffset(i), body.partLength(i));
        }
        int buffers = builder.endVector();
        RecordBatch.startRecordBatch(builder);
        RecordBatch.addLength(builder, body.rows());
        RecordBatch.addNodes(builder, nodes);
        RecordBatch.addBuffers(builder, buffers);
        int batch = RecordBatch.endRecordBatch(builder);
        Message.startMessage(builder);
        Message.addHeaderType(builder, MessageHeader.RecordBatch);
        Message.addHeader(builder, batch);
        Message.addVersion(builder, MetadataVersion.V5);
        Message.addBodyLength(builder, body.size());
        builder.finish(Message.endMessage(builder));
        return builder.dataBuffer();
    }
}
