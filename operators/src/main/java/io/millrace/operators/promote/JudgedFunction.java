package io.millrace.operators.promote;

import io.millrace.models.learn.Labels;
import io.millrace.models.registry.ModelRegistry;
import io.millrace.operators.record.Feedback;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/** {@link Rows#labeled} in a Flink task, with the classes of the version that serves when the task begins. */
final class JudgedFunction extends RichFlatMapFunction<Feedback, Observed> {
    private static final long serialVersionUID = 1;

    private final Office office;

    @SuppressWarnings("NullAway.Init") // set by open()
    private transient Labels labels;

    JudgedFunction(Office office) {
        this.office = office;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        ModelRegistry registry = office.open();
        int champion = registry.resolve(
                        office.model(), office.pipeline().model().serve())
                .version();
        labels = Labels.known(
                office.pipeline().model(),
                registry.manifest(office.model(), champion).content().output());
    }

    @Override
    public void flatMap(Feedback feedback, Collector<Observed> out) {
        Rows.labeled(feedback, office.pipeline(), labels).forEach(out::collect);
    }
}
