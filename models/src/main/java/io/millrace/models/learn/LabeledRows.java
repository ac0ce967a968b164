package io.millrace.models.learn;

import io.millrace.config.PipelineConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a file, read as events of a pipeline with a label each.
 *
 * @param bad rows that the pipeline would refuse, or without a label
 */
record LabeledRows(CsvTable table, List<LabeledRow> rows, List<BadRow> bad) {

    LabeledRows {
        rows = List.copyOf(rows);
        bad = List.copyOf(bad);
    }

    /**
     * Reads every row of the table.
     *
     * @throws DataException if the file lacks a column, or no row is good
     */
    static LabeledRows read(CsvTable table, PipelineConfig pipeline) throws DataException {
        EventReader events = new EventReader(table, pipeline.events());
        int label = table.column(pipeline.model().target());
        List<LabeledRow> rows = new ArrayList<>();
        List<BadRow> bad = new ArrayList<>(table.bad());
        for (CsvRow row : table.rows()) {
            RowDraft draft = events.draft();
            String problem = events.read(row, draft);
            if (problem == null && row.cells()[label].isBlank()) {
                problem = "row has no label";
            }
            if (problem == null) {
                rows.add(new LabeledRow(row, draft.finish(), row.cells()[label].strip()));
            } else {
                bad.add(new BadRow(row.line(), problem));
            }
        }
        if (rows.isEmpty()) {
            throw new DataException("no row can be learned from: file=" + table.source() + ", rows="
                    + table.rows().size() + ", bad=" + bad.size()
                    + (bad.isEmpty()
                            ? "; the file has a header and nothing else"
                            : ", first=line " + bad.get(0).line() + ": "
                                    + bad.get(0).reason()));
        }
        return new LabeledRows(table, rows, bad);
    }

    /** The rows whose labels can be learned, and the others with the reason. */
    LabeledRows keeping(Labels labels) throws DataException {
        List<LabeledRow> kept = new ArrayList<>();
        List<BadRow> refused = new ArrayList<>(bad);
        for (LabeledRow row : rows) {
            String problem = labels.problem(row.label());
            if (problem == null) {
                kept.add(row);
            } else {
                refused.add(new BadRow(row.source().line(), problem));
            }
        }
        if (kept.isEmpty()) {
            throw new DataException("no label can be learned: file=" + table.source() + ", rows=" + rows.size()
                    + ", first=" + refused.stream().findFirst());
        }
        return new LabeledRows(table, kept, refused);
    }
}
