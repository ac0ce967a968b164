package io.millrace.benchmarks.rival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.models.feature.Row;
import io.millrace.models.feature.RowEncoder;
import io.millrace.models.infer.Scorer;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.infer.VersionId;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorSpec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // set by start()
final class BatchingServerTest {
    private static final int MOST_ROWS = 64;
    private static final int PATIENCE_SECONDS = 30;

    private final Sums sums = new Sums();
    private BatchingServer server;

    @BeforeEach
    void start() throws Exception {
        server = BatchingServer.start(
                new ServedModel(new VersionId("sums", 1, "-"), new NoEncoder(), sums),
                new BatchingServer.Batching(MOST_ROWS, Duration.ZERO));
        sums.batches.clear();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void nobodyIsThere() {
        int port = server.port();
        server.close();

        assertThatThrownBy(() -> ModelClient.connect(port, new ModelClient.Pool(1, 1)))
                .isInstanceOf(IOException.class)
                .hasMessage("server cannot be reached: port=" + port);
    }

    @Test
    void answersEachRequestWithItsOwnOutputs() throws Exception {
        answersAll(new ModelClient.Pool(8, 1));
    }

    @Test
    void answersInTheOrderOfTheRequestsWhenTheyArePipelined() throws Exception {
        answersAll(new ModelClient.Pool(3, 16));
    }

    @Test
    void scoresWhatHasGatheredInOneBatch() throws Exception {
        try (ModelClient client = ModelClient.connect(server.port(), new ModelClient.Pool(1, 100))) {
            CompletableFuture<Void> gate = new CompletableFuture<>();
            sums.gate = gate;
            CompletableFuture<float[]> first = ask(client, row(0));
            assertThat(sums.batches.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(1);
            List<CompletableFuture<float[]>> others = new ArrayList<>();
            for (int i = 1; i <= MOST_ROWS; i++) {
                others.add(ask(client, row(i)));
            }
            await().until(() -> server.waitingRows() == MOST_ROWS);
            gate.complete(null);
            first.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            for (CompletableFuture<float[]> each : others) {
                each.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            assertThat(sums.batches).containsExactly(MOST_ROWS);
        }
    }

    @Test
    void refusesABodyThatIsNoRow() throws Exception {
        try (ModelClient client = ModelClient.connect(server.port(), new ModelClient.Pool(1, 1))) {
            assertThat(ask(client, Unpooled.wrappedBuffer(new byte[4])))
                    .failsWithin(Duration.ofSeconds(PATIENCE_SECONDS))
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageEndingWith("server has refused: status=400, why=body is no row: bytes=4, expected=16");
        }
    }

    @Test
    void failsWhatIsUnderWayWhenTheServerEnds() throws Exception {
        try (ModelClient client = ModelClient.connect(server.port(), new ModelClient.Pool(1, 2))) {
            CompletableFuture<Void> gate = new CompletableFuture<>();
            sums.gate = gate;
            CompletableFuture<float[]> scored = ask(client, row(0));
            assertThat(sums.batches.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(1);
            CompletableFuture<float[]> waiting = ask(client, row(1));
            await().until(() -> server.waitingRows() == 1);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
            await().until(() -> server.waitingRows() == 0);
            gate.complete(null);
            closing.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(scored).failsWithin(Duration.ofSeconds(PATIENCE_SECONDS));
            assertThat(waiting).failsWithin(Duration.ofSeconds(PATIENCE_SECONDS));
        }
    }

    private void answersAll(ModelClient.Pool pool) throws Exception {
        try (ModelClient client = ModelClient.connect(server.port(), pool)) {
            List<CompletableFuture<float[]>> outputs = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                outputs.add(ask(client, row(i)));
            }
            for (int i = 0; i < outputs.size(); i++) {
                assertThat(outputs.get(i).get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .containsExactly(i + 0.5f, -i);
            }
        }
    }

    private static CompletableFuture<float[]> ask(ModelClient client, ByteBuf row) {
        CompletableFuture<float[]> answer = new CompletableFuture<>();
        client.score(row, new ModelClient.Asker() {
            @Override
            public void answered(float[] outputs) {
                answer.complete(outputs);
            }

            @Override
            public void failed(IOException why) {
                answer.completeExceptionally(why);
            }
        });
        return answer;
    }

    private static ByteBuf row(int number) {
        ByteBuf row = Unpooled.buffer();
        row.writeFloatLE(number).writeFloatLE(0.5f).writeLongLE(-number);
        return row;
    }

    /** Two inputs, of which the first one is summed up and the second one is handed back. */
    private static final class Sums implements Scorer {
        private final BlockingQueue<Integer> batches = new LinkedBlockingQueue<>();
        private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

        @Override
        public List<TensorSpec> inputs() {
            return List.of(
                    new TensorSpec("numbers", TensorSpec.Element.FLOAT32, 2),
                    new TensorSpec("text", TensorSpec.Element.INT64, 1));
        }

        @Override
        public int outputWidth() {
            return 2;
        }

        @Override
        public float[] score(BatchMemory batch, int from, int rows) {
            batches.add(rows);
            gate.join();
            float[] outputs = new float[2 * rows];
            for (int i = 0; i < rows; i++) {
                outputs[2 * i] = batch.getFloat(0, from + i, 0) + batch.getFloat(0, from + i, 1);
                outputs[2 * i + 1] = batch.getLong(1, from + i, 0);
            }
            return outputs;
        }

        @Override
        public void close() {}
    }

    private record NoEncoder() implements RowEncoder {

        @Override
        public List<TensorSpec> inputs() {
            return new Sums().inputs();
        }

        @Override
        public void encode(Row row, BatchMemory memory, int index) {
            throw new UnsupportedOperationException("rows come encoded");
        }
    }
}
