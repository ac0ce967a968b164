package io.millrace.models.registry;

import io.millrace.models.feature.Column;
import io.millrace.models.feature.Row;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.registry.Manifest.Content;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the golden rows of a version: what it gives now, it must give wherever it is loaded. */
public final class GoldenRows {

    private GoldenRows() {}

    /**
     * The file of golden rows: these rows, one in which everything is missing, and what the model gives for them.
     *
     * @param schema of the rows; has every column that the model reads
     * @throws ModelLoadException if the model cannot score them, or gives something that is not finite
     */
    public static byte[] of(Trial trial, Schema schema, List<? extends Row> rows) throws ModelLoadException {
        Content content = trial.content();
        GoldenCsv csv = new GoldenCsv(content.inputs(), content.output().width());
        List<Values> read = new ArrayList<>();
        for (Row row : rows) {
            read.add(project(row, schema, csv.schema()));
        }
        read.add(Values.missing(csv.schema()));
        float[] outputs = trial.score(csv.schema(), read);
        for (int i = 0; i < outputs.length; i++) {
            if (!Float.isFinite(outputs[i])) {
                Values row = read.get(i / content.output().width());
                throw new ModelLoadException(
                        "model gives an output that is not finite: row=" + row + ", output=" + outputs[i]);
            }
        }
        return csv.write(new Golden(csv.schema(), read, outputs));
    }

    /** The values of the columns that the model reads. */
    private static Values project(Row row, Schema from, Schema to) throws ModelLoadException {
        double[] numbers = new double[to.size()];
        @Nullable String[] texts = new String[to.size()];
        float[][] vectors = new float[to.size()][];
        for (int i = 0; i < to.size(); i++) {
            Column column = to.column(i);
            int index = from.indexOf(column.name());
            if (index < 0) {
                throw new ModelLoadException("rows lack a column that the model reads: column=" + column.name());
            }
            numbers[i] = row.number(index);
            texts[i] = row.text(index);
            vectors[i] = row.vector(index);
        }
        return new Values(numbers, texts, vectors);
    }
}
