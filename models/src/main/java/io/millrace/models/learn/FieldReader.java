package io.millrace.models.learn;

import io.millrace.config.FieldConfig;
import io.millrace.models.feature.Numbers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the cells of one column as the pipeline declares the field, by the rules that hold for events. */
final class FieldReader {
    private static final double MAX_EXACT = 1L << 53;

    private final FieldConfig field;
    private final int index;
    private final int column;

    /**
     * @param index of the field in the schema
     * @param column of the file
     */
    FieldReader(FieldConfig field, int index, int column) {
        this.field = field;
        this.index = index;
        this.column = column;
    }

    /** Puts the value of a cell into the row; returns what is wrong with it, or null. */
    @Nullable
    String read(String[] cells, RowDraft row) {
        String cell = cells[column].strip();
        if (cell.isEmpty()) {
            return field.required() ? "value is missing: column=" + field.name() : null;
        }
        return switch (field.type()) {
            case FLOAT -> number(cell, row);
            case INT -> whole(cell, row);
            case BOOL -> truth(cell, row);
            case CATEGORY -> text(cell, row);
            case VECTOR -> vector(cell, row);
        };
    }

    private @Nullable String number(String cell, RowDraft row) {
        double number = Numbers.parse(cell);
        if (Double.isNaN(number)) {
            return wrong("value is no finite number", cell);
        }
        Double min = field.min();
        Double max = field.max();
        if ((min != null && number < min) || (max != null && number > max)) {
            return wrong("value is out of bounds", cell) + ", min=" + min + ", max=" + max;
        }
        row.numbers()[index] = number;
        return null;
    }

    private @Nullable String whole(String cell, RowDraft row) {
        double number = Numbers.parse(cell);
        if (number != Math.rint(number) || Math.abs(number) > MAX_EXACT) {
            return wrong("value is no whole number", cell);
        }
        return number(cell, row);
    }

    private @Nullable String truth(String cell, RowDraft row) {
        switch (cell) {
            case "true", "1" -> row.numbers()[index] = 1;
            case "false", "0" -> row.numbers()[index] = 0;
            default -> {
                return wrong("value is neither true nor false", cell);
            }
        }
        return null;
    }

    private @Nullable String text(String cell, RowDraft row) {
        if (!field.values().isEmpty() && !field.values().contains(cell)) {
            return wrong("value is not allowed", cell) + ", allowed=" + field.values();
        }
        row.texts()[index] = cell;
        return null;
    }

    private @Nullable String vector(String cell, RowDraft row) {
        List<String> elements = Numbers.elements(cell);
        if (elements.size() != field.length()) {
            return "vector has another length: column=" + field.name() + ", length=" + elements.size() + ", expected="
                    + field.length();
        }
        float[] vector = new float[elements.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) Numbers.parse(elements.get(i));
            if (!Float.isFinite(vector[i])) {
                return wrong("vector holds no finite number", elements.get(i));
            }
        }
        row.vectors()[index] = vector;
        return null;
    }

    private String wrong(String what, String cell) {
        return what + ": column=" + field.name() + ", value=" + CsvTable.shown(cell);
    }
}
