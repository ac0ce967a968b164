package io.millrace.models.infer;

import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorSpec;
import io.millrace.models.tensor.TensorSpec.Element;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A scorer written in Java: one float input of width 1, whose outputs are a function of it. Counts its calls and checks
 * that it is not used after it was closed.
 */
public final class FakeScorer implements Scorer {
    public static final List<TensorSpec> INPUTS = List.of(new TensorSpec("x", Element.FLOAT32, 1));

    private final Behaviour behaviour;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** What the scorer does with the inputs of a batch. */
    @FunctionalInterface
    public interface Behaviour {
        float[] score(float[] inputs) throws ScoringException;
    }

    /** Returns its inputs. */
    public FakeScorer() {
        this(inputs -> inputs);
    }

    public FakeScorer(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    @Override
    public List<TensorSpec> inputs() {
        return INPUTS;
    }

    @Override
    public int outputWidth() {
        return 1;
    }

    @Override
    public float[] score(BatchMemory batch, int from, int rows) throws ScoringException {
        if (closed.get()) {
            throw new AssertionError("scorer was used after it was closed");
        }
        running.incrementAndGet();
        try {
            calls.incrementAndGet();
            float[] inputs = new float[rows];
            for (int row = 0; row < rows; row++) {
                inputs[row] = batch.getFloat(0, from + row, 0);
            }
            return behaviour.score(inputs);
        } finally {
            running.decrementAndGet();
        }
    }

    public int calls() {
        return calls.get();
    }

    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            throw new AssertionError("scorer was closed twice");
        }
        if (running.get() != 0) {
            throw new AssertionError("scorer was closed while it ran");
        }
    }
}
