package io.millrace.models.registry;

import io.millrace.models.feature.EncodingException;
import io.millrace.models.feature.InputEncoding;
import io.millrace.models.feature.Row;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.SchemaEncoder;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.Scorer;
import io.millrace.models.infer.ScoringException;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorMemory;
import java.util.List;

/**
 * Rows with the outputs that a version gave for them when it was made: {@value #FILE} of a version.
 *
 * @param schema the columns that the version reads
 * @param expected outputs on the scale of the target, row after row
 */
record Golden(Schema schema, List<Values> rows, float[] expected) {
    static final String FILE = "golden.csv";
    static final int MAX_ROWS = 10_000;

    private static final int BATCH = 1024;

    Golden {
        rows = List.copyOf(rows);
    }

    /** The outputs of a model for rows, encoded as its manifest says. */
    static float[] score(Scorer scorer, List<InputEncoding> inputs, Schema schema, List<? extends Row> rows)
            throws ModelLoadException {
        try (TensorMemory memory = new TensorMemory(Long.MAX_VALUE)) {
            SchemaEncoder encoder = SchemaEncoder.bind(inputs, schema);
            float[] outputs = new float[rows.size() * scorer.outputWidth()];
            try (BatchMemory batch = memory.batch(encoder.inputs(), Math.min(rows.size(), BATCH))) {
                for (int from = 0; from < rows.size(); from += batch.capacity()) {
                    int count = Math.min(batch.capacity(), rows.size() - from);
                    for (int i = 0; i < count; i++) {
                        encoder.encode(rows.get(from + i), batch, i);
                    }
                    float[] scored = scorer.score(batch, count);
                    System.arraycopy(scored, 0, outputs, from * scorer.outputWidth(), scored.length);
                }
            }
            return outputs;
        } catch (EncodingException e) {
            throw new ModelLoadException(String.valueOf(e.getMessage()), e);
        } catch (ScoringException e) {
            throw new ModelLoadException("rows cannot be scored: " + e.getMessage(), e);
        }
    }

    /**
     * Compares what the scorer gives with what is expected: no output may differ by more than {@code tolerance} times its
     * own expected size or the mean size of all expected outputs, whichever is larger.
     */
    void check(Scorer scorer, List<InputEncoding> inputs, double tolerance) throws ModelLoadException {
        float[] outputs = score(scorer, inputs, schema, rows);
        double mean = 0;
        for (float each : expected) {
            mean += Math.abs(each) / (double) expected.length;
        }
        for (int i = 0; i < expected.length; i++) {
            double bound = tolerance * Math.max(Math.abs(expected[i]), mean);
            if (!(Math.abs(outputs[i] - expected[i]) <= bound)) {
                throw new ModelLoadException("golden row does not reproduce: row=" + (i / scorer.outputWidth() + 1)
                        + ", output=" + outputs[i] + ", expected=" + expected[i] + ", tolerance=" + tolerance);
            }
        }
    }
}
