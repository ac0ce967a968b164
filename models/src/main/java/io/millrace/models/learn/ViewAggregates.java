package io.millrace.models.learn;

import io.millrace.config.FeatureConfig;
import io.millrace.config.FieldType;
import io.millrace.config.ViewConfig;
import io.millrace.config.ViewConfig.Aggregate;
import io.millrace.config.ViewConfig.Aggregate.Function;
import io.millrace.models.feature.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes the aggregates that a view declares over training rows. */
final class ViewAggregates {
    private final CsvTable table;
    private final EntityKey key;
    private final ViewConfig view;

    /** Will aggregate columns of the table by the key with which a pipeline looks the view up. */
    ViewAggregates(CsvTable table, EntityKey key, FeatureConfig feature) {
        this.table = table;
        this.key = key;
        this.view = feature.view();
    }

    /**
     * Every declared aggregate of every entity that has a row.
     *
     * @throws DataException if the file lacks a column that an aggregate is of
     */
    AggregatedView over(List<LabeledRow> rows) throws DataException {
        List<ViewConfig.Column> columns = new ArrayList<>();
        List<Operands> operands = new ArrayList<>();
        for (ViewConfig.Column column : view.columns()) {
            Aggregate aggregate = column.aggregate();
            if (aggregate != null) {
                columns.add(column);
                operands.add(operands(aggregate));
            }
        }
        Map<String, List<LabeledRow>> byKey = new HashMap<>();
        for (LabeledRow row : rows) {
            String entity = key.of(row);
            if (entity != null) {
                byKey.computeIfAbsent(entity, unused -> new ArrayList<>()).add(row);
            }
        }
        Map<String, Values> values = new HashMap<>();
        byKey.forEach((entity, of) -> values.put(entity, values(columns, operands, of)));
        return new AggregatedView(view, columns, values);
    }

    private static Values values(List<ViewConfig.Column> columns, List<Operands> operands, List<LabeledRow> rows) {
        double[] values = new double[columns.size()];
        for (int i = 0; i < values.length; i++) {
            double value = operands.get(i).aggregate(rows);
            values[i] = columns.get(i).type() == FieldType.INT ? Math.rint(value) : value;
        }
        return Values.ofNumbers(values);
    }

    private Operands operands(Aggregate aggregate) throws DataException {
        return new Operands(aggregate.function(), column(aggregate.of()), column(aggregate.per()));
    }

    private int column(@Nullable String name) throws DataException {
        return name == null ? Operands.NONE : table.column(name);
    }

    /** An aggregate bound to columns of the file. */
    private record Operands(Function function, int of, int per) {
        static final int NONE = -1;

        /** NaN if no row has a number. */
        double aggregate(List<LabeledRow> rows) {
            if (function == Function.COUNT) {
                return rows.size();
            }
            double[] numbers = rows.stream()
                    .mapToDouble(row -> number(row.source().cells()))
                    .filter(Double::isFinite)
                    .toArray();
            if (numbers.length == 0) {
                return Double.NaN;
            }
            Arrays.sort(numbers);
            return switch (function) {
                case COUNT -> numbers.length;
                case MEAN -> Arrays.stream(numbers).sum() / numbers.length;
                case MEDIAN -> (numbers[(numbers.length - 1) / 2] + numbers[numbers.length / 2]) / 2;
                case MIN -> numbers[0];
                case MAX -> numbers[numbers.length - 1];
                case SUM, DEVIATION, QUANTILE, DISTINCT, LAST, TIME_SINCE_LAST ->
                    throw new IllegalStateException("aggregate is of streams only: function=" + function);
            };
        }

        private double number(String[] cells) {
            double number = Numbers.parse(cells[of].strip());
            return per == NONE ? number : number / Numbers.parse(cells[per].strip());
        }
    }
}
