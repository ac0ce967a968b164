package io.millrace.operators.feature;

import io.millrace.config.ViewConfig;
import io.millrace.operators.record.FeatureUpdate;
import io.millrace.operators.record.Outbound;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** A {@link FeatureEncoder} in a Flink task. */
final class EncodeFunction extends RichMapFunction<FeatureUpdate, Outbound> {
    private static final long serialVersionUID = 1;

    private final ViewConfig view;
    private transient FeatureEncoder encoder;

    EncodeFunction(ViewConfig view) {
        this.view = view;
    }

    @Override
    public void open(OpenContext context) {
        encoder = new FeatureEncoder(view);
    }

    @Override
    public Outbound map(FeatureUpdate update) {
        return encoder.encode(update);
    }
}
