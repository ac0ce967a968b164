package io.millrace.operators.feature;

import io.millrace.config.ConsistencyConfig;

/** What has a bound. */
enum BoundMeasure {
    /** Share of the values that are wrong, missing or extra. */
    WRONG {
        @Override
        double value(MinuteShare share) {
            return share.wrongShare();
        }

        @Override
        double bound(ConsistencyConfig config) {
            return config.maxWrong();
        }
    },
    /** How far the numbers are off. */
    SMAPE {
        @Override
        double value(MinuteShare share) {
            return share.smape();
        }

        @Override
        double bound(ConsistencyConfig config) {
            return config.maxSmape();
        }
    };

    abstract double value(MinuteShare share);

    abstract double bound(ConsistencyConfig config);
}
