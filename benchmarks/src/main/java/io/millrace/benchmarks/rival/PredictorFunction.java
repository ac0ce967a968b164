package io.millrace.benchmarks.rival;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import io.millrace.models.infer.OutputTransform;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorMemory;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Prediction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.apache.flink.util.IOUtils;

/** Predicts one event at a time in threads of its own, each with its predictor. */
@SuppressWarnings("NullAway.Init") // set by open()
final class PredictorFunction extends RichAsyncFunction<EnrichedEvent, Prediction> {
    /* A predictor may be used by one thread at a time. There are as many as threads; a thread takes one that is free. */
    private static final long serialVersionUID = 1;

    private static final int ENDS_WITHIN_SECONDS = 30;

    private final RivalModel rival;
    private final int threads;
    private transient Model model;
    private transient ServedModel served;
    private transient TensorMemory pool;
    private transient OutputTransform transform;
    private transient ModelStamp stamp;
    private transient ExecutorService executor;
    private transient BlockingQueue<Lane> free;
    private transient List<Lane> lanes;

    private record Lane(Predictor<Integer, float[]> predictor, BatchMemory memory) implements AutoCloseable {

        @Override
        public void close() {
            predictor.close();
            memory.close();
        }
    }

    PredictorFunction(RivalModel rival, int threads) {
        this.rival = rival;
        this.threads = threads;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        model = rival.open();
        served = rival.served();
        transform = rival.toTarget();
        stamp = RivalModel.stamp(served.id());
        pool = new TensorMemory(Long.MAX_VALUE);
        free = new LinkedBlockingQueue<>();
        lanes = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            BatchMemory memory = pool.batch(served.encoder().inputs(), 1);
            lanes.add(new Lane(model.newPredictor(new RowTranslator(memory, null)), memory));
        }
        free.addAll(lanes);
        executor = Executors.newFixedThreadPool(threads);
    }

    @Override
    public void asyncInvoke(EnrichedEvent event, ResultFuture<Prediction> result) {
        executor.execute(() -> {
            try {
                Lane lane = free.take();
                try {
                    result.complete(List.of(predict(event, lane)));
                } finally {
                    free.add(lane);
                }
            } catch (InterruptedException | TranslateException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
    }

    private Prediction predict(EnrichedEvent event, Lane lane) throws TranslateException {
        served.encoder().encode(event, lane.memory(), 0);
        float[] outputs = lane.predictor().predict(0);
        transform.apply(outputs, outputs.length);
        return new Prediction(event, stamp, outputs, /* queueMicros= */ 0, /* modelMicros= */ 0, /* batchRows= */ 1);
    }

    @Override
    public void close() throws Exception {
        if (executor != null) {
            executor.shutdownNow();
            if (!executor.awaitTermination(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("prediction does not end: waited=" + ENDS_WITHIN_SECONDS + "s");
            }
        }
        if (lanes != null) {
            IOUtils.closeAll(lanes);
        }
        IOUtils.closeAll(pool, served, model);
    }
}
