package io.millrace.models.tensor;

import io.millrace.models.feature.Column;
import io.millrace.models.feature.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Writes predictions as Arrow IPC streams with one record batch each; see docs/messages.md. Used by one thread. */
public final class PredictionTable {
    /** Column of the prediction ids. */
    public static final String PREDICTION_ID = "prediction_id";
    /** Column of the application's ids. */
    public static final String EVENT_ID = "event_id";
    /** Column of the event times. */
    public static final String EVENT_TIME = "event_time";
    /** Column of what the model said. */
    public static final String OUTPUT = "output";
    /** Column of the sizes of the batches that the predictions were made in. */
    public static final String BATCH = "batch";

    private static final String INPUTS = "inputs.";
    private static final ArrowType TEXT = new ArrowType.Utf8();
    private static final ArrowType LONG = new ArrowType.Int(Long.SIZE, /* isSigned= */ true);
    private static final ArrowType INT = new ArrowType.Int(Integer.SIZE, /* isSigned= */ true);
    private static final ArrowType BOOL = new ArrowType.Bool();
    private static final long NO_AGE = -1;

    private final Schema inputs;
    private final BodyWriter body = new BodyWriter();
    private @Nullable Stamp stamp;
    private @Nullable IpcWriter writer;

    /**
     * What all rows of a stream have in common.
     *
     * @param metadata by whom they were predicted, for the metadata of the schema
     * @param outputWidth elements of the output of one row
     */
    public record Stamp(Map<String, String> metadata, int outputWidth) {

        public Stamp {
            metadata = Map.copyOf(metadata);
        }
    }

    /** @param inputs the columns that are repeated of what the model saw */
    public PredictionTable(Schema inputs) {
        this.inputs = inputs;
    }

    /** The bytes of some predictions. */
    public byte[] write(Stamp common, List<? extends PredictedRow> rows) {
        body.begin(rows.size());
        body.allTexts(i -> rows.get(i).predictionId());
        body.allTexts(i -> rows.get(i).eventId());
        body.allTexts(i -> rows.get(i).key());
        body.longs(i -> rows.get(i).timeMillis(), TableColumn.NO_TIME);
        if (common.outputWidth == 1) {
            body.floats(i -> rows.get(i).outputs()[0]);
        } else {
            body.vectors(common.outputWidth, i -> rows.get(i).outputs());
        }
        body.floats(i -> rows.get(i).confidence());
        body.allTexts(i -> rows.get(i).status());
        body.longs(i -> Math.max(NO_AGE, rows.get(i).ageMillis()), NO_AGE);
        body.bools(i -> rows.get(i).degraded() ? 1 : 0);
        body.texts(i -> rows.get(i).review());
        body.ints(i -> rows.get(i).queueMicros());
        body.ints(i -> rows.get(i).enrichMicros());
        body.ints(i -> rows.get(i).modelMicros());
        body.ints(i -> rows.get(i).batchRows());
        for (int i = 0; i < inputs.size(); i++) {
            body.column(inputs.column(i), i, rows);
        }
        return writer(common).stream(body);
    }

    private IpcWriter writer(Stamp common) {
        IpcWriter known = writer;
        if (known == null || !common.equals(stamp)) {
            known = new IpcWriter(new org.apache.arrow.vector.types.pojo.Schema(columns(common), common.metadata));
            writer = known;
            stamp = common;
        }
        return known;
    }

    private List<Field> columns(Stamp common) {
        List<Field> columns = new ArrayList<>(List.of(
                Field.notNullable(PREDICTION_ID, TEXT),
                Field.notNullable(EVENT_ID, TEXT),
                Field.notNullable("key", TEXT),
                Field.notNullable(EVENT_TIME, new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC")),
                common.outputWidth == 1
                        ? Field.notNullable(OUTPUT, ScoredSchema.FLOAT)
                        : ScoredSchema.floats(OUTPUT, common.outputWidth),
                Field.nullable("confidence", ScoredSchema.FLOAT),
                Field.notNullable("status", TEXT),
                Field.nullable("age_ms", LONG),
                Field.notNullable("degraded", BOOL),
                Field.nullable("review", TEXT),
                Field.notNullable("queue_micros", INT),
                Field.notNullable("enrich_micros", INT),
                Field.notNullable("model_micros", INT),
                Field.notNullable(BATCH, INT)));
        for (Column column : inputs.columns()) {
            columns.add(ScoredSchema.field(new Column(INPUTS + column.name(), column.type(), column.length())));
        }
        return columns;
    }
}
