package io.millrace.benchmarks.flow;

import io.millrace.models.tensor.PredictionTable;
import io.millrace.models.tensor.Table;
import io.millrace.models.tensor.TableColumn;
import io.millrace.models.tensor.TableException;
import io.millrace.models.tensor.TableReader;
import io.millrace.models.tensor.WantedColumn;
import io.millrace.models.tensor.WantedColumn.Use;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the answers in a record of many predictions with one output each. */
final class AnswerTable {
    private static final int MOST_ROWS = 1 << 20;
    private static final List<WantedColumn> COLUMNS = List.of(
            new WantedColumn(PredictionTable.PREDICTION_ID, Use.TEXT),
            new WantedColumn(PredictionTable.EVENT_ID, Use.TEXT),
            new WantedColumn(PredictionTable.OUTPUT, Use.NUMBER));

    private AnswerTable() {}

    static List<Answer> read(byte[] value) throws IOException {
        try {
            List<Answer> answers = new ArrayList<>();
            for (Table table : new TableReader(COLUMNS, MOST_ROWS).read(value)) {
                @Nullable String[] ids = column(table, 0).texts();
                @Nullable String[] eventIds = column(table, 1).texts();
                double[] outputs = column(table, 2).numbers();
                for (int row = 0; row < table.rows(); row++) {
                    answers.add(
                            new Answer(ids[row], String.valueOf(eventIds[row]), new float[] {(float) outputs[row]}));
                }
            }
            return answers;
        } catch (TableException e) {
            throw new IOException("record is no table of predictions", e);
        }
    }

    private static TableColumn column(Table table, int index) throws IOException {
        TableColumn column = table.column(index);
        if (column == null || !column.unusable().isEmpty()) {
            throw new IOException("column is absent or of another type: column="
                    + COLUMNS.get(index).name());
        }
        return column;
    }
}
