package io.millrace.jobs.kafka;

import io.millrace.jobs.kafka.PredictionReader.Seen;
import io.millrace.models.tensor.PredictionTable;
import io.millrace.models.tensor.Table;
import io.millrace.models.tensor.TableColumn;
import io.millrace.models.tensor.TableException;
import io.millrace.models.tensor.TableReader;
import io.millrace.models.tensor.WantedColumn;
import io.millrace.models.tensor.WantedColumn.Use;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads predictions that were written as Arrow streams. */
final class PredictionTableReader {
    private static final int MAX_ROWS = 1 << 20;
    private static final String CLASS = "class";
    private static final List<WantedColumn> COLUMNS = List.of(
            new WantedColumn(PredictionTable.PREDICTION_ID, Use.TEXT),
            new WantedColumn(PredictionTable.EVENT_ID, Use.TEXT),
            new WantedColumn(PredictionTable.EVENT_TIME, Use.TIME),
            new WantedColumn(PredictionTable.BATCH, Use.NUMBER),
            new WantedColumn(PredictionTable.OUTPUT, Use.NUMBER),
            new WantedColumn(PredictionTable.OUTPUT, Use.VECTOR));

    private final TableReader reader = new TableReader(COLUMNS, MAX_ROWS);
    private final boolean classified;

    /** @param output name of the output to read, as in JSON */
    PredictionTableReader(String output) {
        this.classified = output.equals(CLASS);
    }

    List<Seen> read(byte[] value) {
        List<Seen> all = new ArrayList<>();
        try {
            for (Table table : reader.read(value)) {
                addAll(table, all);
            }
            return all;
        } catch (TableException e) {
            return List.of();
        }
    }

    private void addAll(Table table, List<Seen> all) {
        TableColumn ids = table.column(0);
        TableColumn eventIds = table.column(1);
        TableColumn times = table.column(2);
        TableColumn batches = table.column(3);
        if (ids == null || eventIds == null || times == null || batches == null) {
            return;
        }
        for (int row = 0; row < table.rows(); row++) {
            String id = ids.texts()[row];
            String eventId = eventIds.texts()[row];
            if (id != null && eventId != null) {
                double output = output(table.column(4), table.column(5), row);
                all.add(new Seen(id, eventId, times.times()[row], output, (int) batches.numbers()[row]));
            }
        }
    }

    private double output(@Nullable TableColumn single, @Nullable TableColumn several, int row) {
        if (single != null && single.unusable().isEmpty()) {
            return single.numbers()[row];
        }
        float[] outputs = several == null || !classified ? null : several.vector(row);
        return outputs == null ? Double.NaN : mostProbable(outputs);
    }

    private static int mostProbable(float[] outputs) {
        int best = 0;
        for (int i = 1; i < outputs.length; i++) {
            best = outputs[i] > outputs[best] ? i : best;
        }
        return best;
    }
}
