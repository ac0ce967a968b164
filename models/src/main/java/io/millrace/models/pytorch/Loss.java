package io.millrace.models.pytorch;

/** What training makes small: a function of the outputs of one row and of what they should have been. */
public enum Loss {
    /**
     * Huber's loss of a number: half the square of a residual up to the {@code width} of the loss, linear beyond it, so
     * that outliers pull with a bounded force.
     */
    HUBER {
        @Override
        public double of(Example example, double width, float[] gradient) {
            double residual = example.output(0) - example.target;
            double bounded = Math.max(-width, Math.min(width, residual));
            example.gradient(gradient, 0, bounded);
            return bounded * (residual - bounded / 2);
        }
    },
    /** The negative logarithm of the probability of the right one of two classes, 0 and 1, from one logit. */
    LOGISTIC {
        @Override
        public double of(Example example, double width, float[] gradient) {
            double logit = example.output(0);
            double probability = 1 / (1 + Math.exp(-logit));
            example.gradient(gradient, 0, probability - example.target);
            return Math.max(logit, 0) - logit * example.target + Math.log1p(Math.exp(-Math.abs(logit)));
        }
    },
    /** The negative logarithm of the probability of the right one of several classes, from one logit for each. */
    CROSS_ENTROPY {
        @Override
        public double of(Example example, double width, float[] gradient) {
            double right = example.output((int) example.target);
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < example.width; i++) {
                largest = Math.max(largest, example.output(i));
            }
            double sum = 0;
            for (int i = 0; i < example.width; i++) {
                sum += Math.exp(example.output(i) - largest);
            }
            for (int i = 0; i < example.width; i++) {
                double probability = Math.exp(example.output(i) - largest) / sum;
                example.gradient(gradient, i, probability - (i == (int) example.target ? 1 : 0));
            }
            return Math.log(sum) + largest - right;
        }
    };

    /** The loss of one example; writes its gradient over the outputs. Hot: allocates nothing. */
    public abstract double of(Example example, double width, float[] gradient);

    /** A window over the outputs of a batch: the outputs of one row and their target. Reused from row to row. */
    public static final class Example {
        private final float[] outputs;
        private final int width;
        private final double scale;
        private int from;
        private float target;

        /**
         * @param width outputs of a row
         * @param scale factor of the gradient
         */
        public Example(float[] outputs, int width, double scale) {
            this.outputs = outputs;
            this.width = width;
            this.scale = scale;
        }

        /** Moves to the outputs from this index on. */
        public Example at(int from, float target) {
            this.from = from;
            this.target = target;
            return this;
        }

        float output(int i) {
            return outputs[from + i];
        }

        private void gradient(float[] gradient, int i, double value) {
            gradient[from + i] = (float) (scale * value);
        }
    }
}
