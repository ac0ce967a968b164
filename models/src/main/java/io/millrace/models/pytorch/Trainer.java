package io.millrace.models.pytorch;

import io.millrace.config.LearningConfig;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network on the CPU with {@link AdamW}: the step width rises during the first pass and then falls along a
 * cosine to zero at the last. The same seed and rows give the same parameters, bit for bit.
 */
public final class Trainer {
    private final Architecture architecture;
    private final Loss loss;
    private final LearningConfig plan;

    public Trainer(Architecture architecture, Loss loss, LearningConfig plan) {
        this.architecture = architecture;
        this.loss = loss;
        this.plan = plan;
    }

    /**
     * Trains for all epochs of the plan, or until the held-out loss has not improved for as long as the plan's patience;
     * then the parameters are those of the best epoch.
     *
     * @throws TrainingException if the numbers grow without bound
     */
    public TrainedNetwork train(Examples examples, Examples heldOut, Epoch.Listener listener)
            throws TrainingException, ModelLoadException {
        return train(examples, heldOut, plan.epochs(), listener);
    }

    /**
     * Trains for some of the epochs of the plan, without measuring.
     *
     * @throws TrainingException if the numbers grow without bound
     */
    public TrainedNetwork train(Examples examples, int epochs, Epoch.Listener listener)
            throws TrainingException, ModelLoadException {
        return train(examples, null, epochs, listener);
    }

    private TrainedNetwork train(Examples examples, @Nullable Examples heldOut, int epochs, Epoch.Listener listener)
            throws TrainingException, ModelLoadException {
        Random random = new Random(plan.seed());
        BestSoFar best = new BestSoFar(heldOut == null ? 0 : plan.patience());
        try (Network network =
                        Network.of(architecture, architecture.initial(random), PyTorch.newManager(ComputeDevice.CPU));
                Passes passes = new Passes(network, examples, loss, plan, random)) {
            for (int number = 1; number <= epochs && !best.exhausted(); number++) {
                double trained = passes.next();
                double held = heldOut == null ? Double.NaN : passes.measure(heldOut);
                require(number, trained, heldOut == null ? 0 : held);
                listener.finished(new Epoch(number, epochs, trained, held));
                best.offer(number, held, network);
            }
            return best.result(network);
        }
    }

    private void require(int epoch, double trained, double held) throws TrainingException {
        if (!Double.isFinite(trained) || !Double.isFinite(held)) {
            throw new TrainingException("training diverged: epoch=" + epoch + ", loss=" + trained + ", held-out=" + held
                    + ", learning-rate=" + plan.learningRate() + "; lower learning.learning-rate");
        }
    }

    /** The state of the network after the epoch with the lowest held-out loss, kept only when there is patience. */
    private static final class BestSoFar {
        private final int patience;
        private double lowest = Double.POSITIVE_INFINITY;
        private int epoch;
        private int last;
        private float @Nullable [] parameters;

        BestSoFar(int patience) {
            this.patience = patience;
        }

        void offer(int number, double held, Network network) {
            last = number;
            if (patience > 0 && held < lowest) {
                lowest = held;
                epoch = number;
                parameters = network.parameters();
            }
        }

        boolean exhausted() {
            return patience > 0 && last - epoch >= patience;
        }

        TrainedNetwork result(Network network) {
            return parameters == null
                    ? new TrainedNetwork(network.parameters(), last)
                    : new TrainedNetwork(parameters, epoch);
        }
    }
}
