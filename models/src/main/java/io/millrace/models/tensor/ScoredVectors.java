package io.millrace.models.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.config.FieldType;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.jspecify.annotations.Nullable;

/** Fills the vectors of a batch of scored rows, one after the other in the order of the {@link ScoredSchema}. */
final class ScoredVectors {
    private final List<FieldVector> vectors;
    private final List<? extends ScoredRow> rows;
    private int next;

    ScoredVectors(VectorSchemaRoot root, List<? extends ScoredRow> rows) {
        this.vectors = root.getFieldVectors();
        this.rows = rows;
    }

    void texts(Function<ScoredRow, @Nullable String> text) {
        VarCharVector vector = (VarCharVector) vectors.get(next++);
        vector.allocateNew(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            String value = text.apply(rows.get(i));
            if (value != null) {
                vector.setSafe(i, value.getBytes(UTF_8));
            }
        }
    }

    void times() {
        TimeStampMilliTZVector vector = fixed(TimeStampMilliTZVector.class);
        for (int i = 0; i < rows.size(); i++) {
            vector.set(i, rows.get(i).timeMillis());
        }
    }

    void versions() {
        IntVector vector = fixed(IntVector.class);
        for (int i = 0; i < rows.size(); i++) {
            vector.set(i, rows.get(i).model().version());
        }
    }

    void variants() {
        TinyIntVector vector = fixed(TinyIntVector.class);
        for (int i = 0; i < rows.size(); i++) {
            vector.set(i, rows.get(i).variant().code());
        }
    }

    void propensities() {
        Float4Vector vector = fixed(Float4Vector.class);
        for (int i = 0; i < rows.size(); i++) {
            vector.set(i, rows.get(i).propensity());
        }
    }

    void ages(int view) {
        BigIntVector vector = fixed(BigIntVector.class);
        for (int i = 0; i < rows.size(); i++) {
            long age = rows.get(i).ageMillis(view);
            if (age >= 0) {
                vector.set(i, age);
            }
        }
    }

    void freshness(int feature) {
        TinyIntVector vector = fixed(TinyIntVector.class);
        for (int i = 0; i < rows.size(); i++) {
            vector.set(i, rows.get(i).freshness(feature));
        }
    }

    void outputs() {
        outputs(row -> true, ScoredRow::output);
    }

    void shadowOutputs() {
        outputs(row -> row.shadow() != null, ScoredRow::shadowOutput);
    }

    private void outputs(Predicate<ScoredRow> present, Output output) {
        FieldVector vector = vectors.get(next);
        if (vector instanceof FixedSizeListVector lists) {
            int width = lists.getListSize();
            floats(lists, row -> present.test(row) ? output.all(row, width) : null);
        } else {
            Float4Vector floats = fixed(Float4Vector.class);
            for (int i = 0; i < rows.size(); i++) {
                if (present.test(rows.get(i))) {
                    floats.set(i, output.element(rows.get(i), 0));
                }
            }
        }
    }

    /** What one of the versions said about a row. */
    @FunctionalInterface
    private interface Output {
        float element(ScoredRow row, int index);

        default float[] all(ScoredRow row, int width) {
            float[] all = new float[width];
            for (int i = 0; i < width; i++) {
                all[i] = element(row, i);
            }
            return all;
        }
    }

    /** Fills a raw column; what is missing in the row is null. */
    void column(FieldType type, int column) {
        switch (type) {
            case FLOAT -> doubles(column);
            case INT -> longs(column);
            case BOOL -> bools(column);
            case CATEGORY -> texts(row -> row.text(column));
            case VECTOR -> floats((FixedSizeListVector) vectors.get(next), row -> row.vector(column));
        }
    }

    private void doubles(int column) {
        Float8Vector vector = fixed(Float8Vector.class);
        for (int i = 0; i < rows.size(); i++) {
            double value = rows.get(i).number(column);
            if (!Double.isNaN(value)) {
                vector.set(i, value);
            }
        }
    }

    private void longs(int column) {
        BigIntVector vector = fixed(BigIntVector.class);
        for (int i = 0; i < rows.size(); i++) {
            double value = rows.get(i).number(column);
            if (!Double.isNaN(value)) {
                vector.set(i, (long) value);
            }
        }
    }

    private void bools(int column) {
        BitVector vector = fixed(BitVector.class);
        for (int i = 0; i < rows.size(); i++) {
            double value = rows.get(i).number(column);
            if (!Double.isNaN(value)) {
                vector.set(i, value != 0 ? 1 : 0);
            }
        }
    }

    private void floats(FixedSizeListVector vector, Function<ScoredRow, float @Nullable []> value) {
        next++;
        int length = vector.getListSize();
        Float4Vector elements = (Float4Vector) vector.getDataVector();
        vector.setInitialCapacity(rows.size());
        vector.allocateNew();
        for (int i = 0; i < rows.size(); i++) {
            float[] floats = value.apply(rows.get(i));
            if (floats != null) {
                vector.setNotNull(i);
            }
            for (int j = 0; j < length; j++) {
                elements.setSafe(i * length + j, floats == null ? 0 : floats[j]);
            }
        }
    }

    private <V extends BaseFixedWidthVector> V fixed(Class<V> type) {
        V vector = type.cast(vectors.get(next++));
        vector.allocateNew(rows.size());
        return vector;
    }
}
