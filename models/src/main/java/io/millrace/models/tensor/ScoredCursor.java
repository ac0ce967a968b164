package io.millrace.models.tensor;

import io.millrace.models.feature.Column;
import io.millrace.models.infer.Variant;
import io.millrace.models.infer.VersionId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.jspecify.annotations.Nullable;

/** The rows of a record batch, one after the other, read where they lie: nothing is taken out that nobody asks for. */
final class ScoredCursor implements ScoredRow {
    private static final int NO_AGE = -1;

    private final int rows;
    private final VarCharVector predictionIds;
    private final VarCharVector eventIds;
    private final VarCharVector keys;
    private final TimeStampMilliTZVector times;
    private final List<FieldVector> columns = new ArrayList<>();
    private final List<BigIntVector> ages = new ArrayList<>();
    private final List<TinyIntVector> grades = new ArrayList<>();
    private final byte[] gradeByCode;
    private final ScoredOutputs outputs;
    private int row = -1;

    /**
     * @param freshness the names of the grades in the batch, in the order of their codes there
     * @throws IOException naming a column of the schema that the batch does not have
     */
    ScoredCursor(ScoredSchema schema, VectorSchemaRoot root, List<String> freshness) throws IOException {
        this.rows = root.getRowCount();
        this.predictionIds = vector(root, ScoredSchema.PREDICTION_ID, VarCharVector.class);
        this.eventIds = vector(root, ScoredSchema.EVENT_ID, VarCharVector.class);
        this.keys = vector(root, ScoredSchema.KEY, VarCharVector.class);
        this.times = vector(root, ScoredSchema.EVENT_TIME, TimeStampMilliTZVector.class);
        for (Column column : schema.row().columns()) {
            columns.add(vector(root, column.name(), vectorOf(column)));
        }
        for (String view : schema.views()) {
            ages.add(vector(root, ScoredSchema.AGE + view, BigIntVector.class));
        }
        for (int i = 0; i < schema.features(); i++) {
            String feature = schema.row().column(schema.featureIndex(i)).name();
            grades.add(vector(root, ScoredSchema.FRESHNESS + feature, TinyIntVector.class));
        }
        this.gradeByCode = new byte[freshness.size()];
        for (int code = 0; code < gradeByCode.length; code++) {
            gradeByCode[code] = (byte) schema.freshness().indexOf(freshness.get(code));
        }
        this.outputs = new ScoredOutputs(root, vector(root, ScoredSchema.OUTPUT, FieldVector.class));
    }

    private static Class<? extends FieldVector> vectorOf(Column column) {
        return switch (column.type()) {
            case FLOAT -> Float8Vector.class;
            case INT -> BigIntVector.class;
            case BOOL -> BitVector.class;
            case CATEGORY -> VarCharVector.class;
            case VECTOR -> FixedSizeListVector.class;
        };
    }

    private static <V extends FieldVector> V vector(VectorSchemaRoot root, String name, Class<V> type)
            throws IOException {
        FieldVector vector = root.getVector(name);
        if (!type.isInstance(vector)) {
            throw new IOException("scored rows lack a column, or it is of another type: column=" + name + ", found="
                    + (vector == null ? "nothing" : vector.getField()));
        }
        return type.cast(vector);
    }

    boolean next() {
        row++;
        return row < rows;
    }

    @Override
    public String predictionId() {
        return required(predictionIds);
    }

    @Override
    public String eventId() {
        return required(eventIds);
    }

    @Override
    public String key() {
        return required(keys);
    }

    private String required(VarCharVector texts) {
        return String.valueOf(texts.getObject(row));
    }

    @Override
    public long timeMillis() {
        return times.get(row);
    }

    @Override
    public byte freshness(int featureColumn) {
        return gradeByCode[grades.get(featureColumn).get(row)];
    }

    @Override
    public long ageMillis(int view) {
        BigIntVector vector = ages.get(view);
        return vector.isNull(row) ? NO_AGE : vector.get(row);
    }

    @Override
    public VersionId model() {
        return outputs.model(row);
    }

    @Override
    public Variant variant() {
        return outputs.variant(row);
    }

    @Override
    public float propensity() {
        return outputs.propensity(row);
    }

    @Override
    public float output(int element) {
        return outputs.output(row, element);
    }

    @Override
    public @Nullable VersionId shadow() {
        return outputs.shadow(row);
    }

    @Override
    public @Nullable VersionId asked() {
        return outputs.asked(row);
    }

    @Override
    public int micros() {
        return outputs.micros(row);
    }

    @Override
    public int shadowMicros() {
        return outputs.shadowMicros(row);
    }

    @Override
    public float shadowOutput(int element) {
        return outputs.shadowOutput(row, element);
    }

    @Override
    public double number(int column) {
        FieldVector vector = columns.get(column);
        if (!(vector instanceof BaseFixedWidthVector) || vector.isNull(row)) {
            return Double.NaN;
        }
        if (vector instanceof Float8Vector floats) {
            return floats.get(row);
        }
        return vector instanceof BitVector bits ? bits.get(row) : ((BigIntVector) vector).get(row);
    }

    @Override
    public @Nullable String text(int column) {
        return columns.get(column) instanceof VarCharVector texts && !texts.isNull(row)
                ? String.valueOf(texts.getObject(row))
                : null;
    }

    @Override
    public float @Nullable [] vector(int column) {
        FieldVector vector = columns.get(column);
        return vector instanceof FixedSizeListVector list && !vector.isNull(row)
                ? ScoredOutputs.floats(list, row)
                : null;
    }
}
