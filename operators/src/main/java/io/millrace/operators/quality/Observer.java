package io.millrace.operators.quality;

import io.millrace.config.FieldType;
import io.millrace.config.PipelineConfig;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.operators.quality.Observed.Kind;
import io.millrace.operators.quality.Observed.Row;
import io.millrace.operators.quality.Observed.Said;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.Scored;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Takes from scored rows and from feedback what quality needs. */
final class Observer implements Serializable {
    /** The variant of a version that did not serve. */
    static final String SHADOW = "shadow";

    private static final long serialVersionUID = 1;
    private static final float[] UNSAID = {};

    private final Schema schema;
    private final int[] columns;

    Observer(PipelineConfig pipeline) {
        this.schema = Schema.ofRow(pipeline);
        this.columns = pipeline.monitoring().slices().stream()
                .mapToInt(schema::indexOf)
                .toArray();
    }

    Observed of(Scored scored) {
        return new Observed(row(scored, /* withOutputs= */ false), Kind.SCORED, null, null, 0);
    }

    Observed of(Feedback feedback) {
        Feedback.Evidence evidence = feedback.evidence();
        return new Observed(
                row(feedback.scored(), /* withOutputs= */ true),
                feedback.kind() == Feedback.Kind.ABSENT ? Kind.ABSENT : Kind.LABELED,
                feedback.label(),
                feedback.replaced(),
                evidence == null ? 0 : evidence.delayMillis());
    }

    private Row row(Scored scored, boolean withOutputs) {
        List<Said> said = new ArrayList<>(2);
        said.add(new Said(scored.model().version(), scored.model().variant(), withOutputs ? scored.outputs() : UNSAID));
        Scored.Shadow shadow = scored.shadow();
        if (shadow != null) {
            said.add(new Said(shadow.version(), SHADOW, withOutputs ? shadow.outputs() : UNSAID));
        }
        List<String> slices = new ArrayList<>(columns.length);
        for (int column : columns) {
            slices.add(text(scored.values(), column));
        }
        return new Row(scored.model().name(), scored.id(), scored.timeMillis(), said, slices);
    }

    private String text(Values values, int column) {
        FieldType type = schema.column(column).type();
        if (type == FieldType.CATEGORY) {
            String text = values.text(column);
            return text == null ? "" : text;
        }
        double number = values.number(column);
        if (Double.isNaN(number)) {
            return "";
        }
        return type == FieldType.BOOL ? Boolean.toString(number != 0) : Long.toString((long) number);
    }
}
