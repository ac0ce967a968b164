package io.millrace.benchmarks.rival;

import io.millrace.models.infer.ServedModel;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorMemory;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Prediction;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.apache.flink.util.IOUtils;

/** Encodes each event and asks a server for its outputs. */
@SuppressWarnings("NullAway.Init") // set by open()
final class HttpFunction extends RichAsyncFunction<EnrichedEvent, Prediction> {
    private static final long serialVersionUID = 1;

    private final RivalModel rival;
    private final int port;
    private final int connections;
    private final int pipelined;
    private transient ServedModel served;
    private transient EncodedRows rows;
    private transient TensorMemory pool;
    private transient BatchMemory memory;
    private transient ModelStamp stamp;
    private transient ModelClient client;

    HttpFunction(RivalModel rival, int port, ModelClient.Pool pool) {
        this.rival = rival;
        this.port = port;
        this.connections = pool.connections();
        this.pipelined = pool.pipelined();
    }

    @Override
    public void open(OpenContext context) throws Exception {
        served = rival.served();
        stamp = RivalModel.stamp(served.id());
        rows = new EncodedRows(served.encoder().inputs());
        pool = new TensorMemory(Long.MAX_VALUE);
        memory = pool.batch(rows.inputs(), 1);
        client = ModelClient.connect(port, new ModelClient.Pool(connections, pipelined));
    }

    @Override
    public void asyncInvoke(EnrichedEvent event, ResultFuture<Prediction> result) {
        served.encoder().encode(event, memory, 0);
        ByteBuf row = PooledByteBufAllocator.DEFAULT.directBuffer(rows.bytes());
        rows.copy(memory, 0, row);
        client.score(row, new ModelClient.Asker() {
            @Override
            public void answered(float[] outputs) {
                result.complete(List.of(new Prediction(
                        event, stamp, outputs, /* queueMicros= */ 0, /* modelMicros= */ 0, /* batchRows= */ 1)));
            }

            @Override
            public void failed(IOException why) {
                result.completeExceptionally(why);
            }
        });
    }

    @Override
    public void close() throws Exception {
        IOUtils.closeAll(client, memory, pool, served);
    }
}
