package io.millrace.operators.enrich;

import io.millrace.config.FeatureConfig;
import io.millrace.config.FeatureConfig.OnMissing;
import io.millrace.config.FieldType;
import io.millrace.config.ViewConfig;
import io.millrace.models.feature.Values;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.Freshness;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the feature values of an event from one row per view.
 *
 * <p>A column has the value of the row: {@link Freshness#PRESENT} if the row is not older than the pipeline's maximum
 * age, otherwise {@link Freshness#STALE}. Without a row, or where the row is empty, it has the default of the view:
 * {@link Freshness#DEFAULTED}, or if there is none it has no value: {@link Freshness#MISSING}. A pipeline that says
 * {@code on-missing: reject} takes neither: an event with a defaulted or missing column of that view is refused, whatever
 * the cause.
 */
final class FeatureAssembler {
    private static final String[] NO_TEXTS = {};
    private static final float[][] NO_VECTORS = {};

    private final List<FeatureConfig> views;
    private final UsedColumn[] columns;
    private final long[] maxAgeMillis;
    private final boolean texts;
    private final boolean vectors;
    private final boolean refuses;

    /**
     * A column that the pipeline uses.
     *
     * @param view index of the view in the pipeline
     * @param source index of the column in the view
     * @param type as it travels: FLOAT for every number
     */
    private record UsedColumn(
            int view,
            int source,
            FieldType type,
            double defaultNumber,
            @Nullable String defaultText,
            float @Nullable [] defaultVector) {

        static UsedColumn of(int view, ViewConfig config, ViewConfig.Column column) {
            int source = config.columns().indexOf(column);
            if (source < 0) {
                throw new IllegalArgumentException(
                        "view does not declare the column: view=" + config.view() + ", column=" + column.name());
            }
            String value = column.defaultValue();
            return switch (column.type()) {
                case CATEGORY -> new UsedColumn(view, source, FieldType.CATEGORY, Double.NaN, value, null);
                case FLOAT, INT -> number(view, source, value == null ? Double.NaN : Double.parseDouble(value));
                case BOOL -> number(view, source, value == null ? Double.NaN : Boolean.parseBoolean(value) ? 1 : 0);
                case VECTOR -> new UsedColumn(view, source, FieldType.VECTOR, Double.NaN, null, column.defaultVector());
            };
        }

        private static UsedColumn number(int view, int source, double defaultNumber) {
            return new UsedColumn(view, source, FieldType.FLOAT, defaultNumber, null, null);
        }

        boolean text() {
            return type == FieldType.CATEGORY;
        }

        boolean vector() {
            return type == FieldType.VECTOR;
        }

        boolean hasDefault() {
            return defaultText != null || defaultVector != null || !Double.isNaN(defaultNumber);
        }
    }

    FeatureAssembler(List<FeatureConfig> views) {
        this.views = List.copyOf(views);
        this.maxAgeMillis = new long[views.size()];
        List<UsedColumn> used = new ArrayList<>();
        for (int view = 0; view < views.size(); view++) {
            FeatureConfig feature = views.get(view);
            maxAgeMillis[view] = feature.maxAge().toMillis();
            for (ViewConfig.Column column : feature.use()) {
                used.add(UsedColumn.of(view, feature.view(), column));
            }
        }
        this.columns = used.toArray(new UsedColumn[0]);
        this.texts = used.stream().anyMatch(UsedColumn::text);
        this.vectors = used.stream().anyMatch(UsedColumn::vector);
        this.refuses = views.stream().anyMatch(view -> view.onMissing() == OnMissing.REJECT);
    }

    /**
     * The values of an event. Hot: made for every event.
     *
     * @param rows one row per view
     */
    FeatureValues assemble(CachedRow[] rows, long nowMillis, boolean degraded) {
        double[] numbers = new double[columns.length];
        @Nullable String[] words = texts ? new @Nullable String[columns.length] : NO_TEXTS;
        float[] @Nullable [] arrays = vectors ? new float[columns.length] @Nullable [] : NO_VECTORS;
        byte[] freshness = new byte[columns.length];
        long[] ages = new long[rows.length];
        for (int view = 0; view < rows.length; view++) {
            ages[view] = ageMillis(rows[view].row(), nowMillis);
        }
        for (int i = 0; i < columns.length; i++) {
            UsedColumn column = columns[i];
            FeatureRow row = rows[column.view].row();
            String word = row == null || !column.text() ? null : row.values().text(column.source);
            float[] array =
                    row == null || !column.vector() ? null : row.values().vector(column.source);
            double number = row == null || column.text() || column.vector()
                    ? Double.NaN
                    : row.values().number(column.source);
            if (word != null || array != null || !Double.isNaN(number)) {
                freshness[i] = ofStored(ages[column.view], maxAgeMillis[column.view]);
            } else {
                word = column.defaultText;
                array = column.defaultVector;
                number = column.defaultNumber;
                freshness[i] = (column.hasDefault() ? Freshness.DEFAULTED : Freshness.MISSING).code();
            }
            numbers[i] = number;
            if (texts) {
                words[i] = word;
            }
            if (vectors) {
                arrays[i] = array;
            }
        }
        return new FeatureValues(new Values(numbers, words, arrays), freshness, ages, degraded);
    }

    private static byte ofStored(long ageMillis, long maxAgeMillis) {
        boolean young = ageMillis != FeatureValues.NO_AGE && ageMillis <= maxAgeMillis;
        return (young ? Freshness.PRESENT : Freshness.STALE).code();
    }

    /* A value from the future, by a clock that is ahead of ours, has no age yet. */
    private static long ageMillis(@Nullable FeatureRow row, long nowMillis) {
        if (row == null || row.timeMillis() == FeatureRow.UNKNOWN_TIME) {
            return FeatureValues.NO_AGE;
        }
        return Math.max(0, nowMillis - row.timeMillis());
    }

    /** Whether any view may make {@link #refusal} say something. */
    boolean refuses() {
        return refuses;
    }

    /** The view of a column. */
    int viewOf(int column) {
        return columns[column].view;
    }

    /** Why an event with these values is refused, or null if it is not. */
    @Nullable
    String refusal(FeatureValues values, CachedRow[] rows) {
        for (int i = 0; i < columns.length; i++) {
            FeatureConfig feature = views.get(columns[i].view);
            boolean stored = values.freshness(i).code() < Freshness.DEFAULTED.code();
            if (feature.onMissing() == OnMissing.REJECT && !stored) {
                String column = feature.view().columns().get(columns[i].source).name();
                return "feature has no value: view=" + feature.view().view() + ", column=" + column + ", field="
                        + feature.key() + ", cause="
                        + rows[columns[i].view].kind().whyNoValue()
                        + "; with on-missing: default the event would be scored all the same";
            }
        }
        return null;
    }
}
