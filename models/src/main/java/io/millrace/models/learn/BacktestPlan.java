package io.millrace.models.learn;

import io.millrace.config.ModelConfig.Task;
import io.millrace.config.PipelineConfig;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.EncodingException;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.SchemaEncoder;
import io.millrace.models.infer.ModelLoadException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a backtest compares.
 *
 * @param schema the columns that the contenders read
 * @param period event times of the rows
 * @param classes names of the classes of versions that served
 */
public record BacktestPlan(
        PipelineConfig pipeline, Schema schema, Contenders contenders, Period period, Classes classes) {

    /**
     * The versions that score rows again.
     *
     * @param against the version that the candidate is compared with; null for what was served
     */
    public record Contenders(Contender candidate, @Nullable Contender against) {

        List<Contender> all() {
            return against == null ? List.of(candidate) : List.of(candidate, against);
        }
    }

    /** From one event time to before another. */
    public record Period(long fromMillis, long toMillis) {
        /** All of it. */
        public static final Period ALWAYS = new Period(Long.MIN_VALUE, Long.MAX_VALUE);

        boolean has(long timeMillis) {
            return timeMillis >= fromMillis && timeMillis < toMillis;
        }
    }

    /** Knows what the classes of versions are called. */
    @FunctionalInterface
    public interface Classes {

        /** The names in the order of the outputs; empty if they have none. */
        List<String> of(String model, int version);
    }

    /**
     * The plan for a pipeline.
     *
     * @throws ModelLoadException naming a column that a contender reads and the pipeline does not have
     */
    public static BacktestPlan of(PipelineConfig pipeline, Contenders contenders, Period period, Classes classes)
            throws ModelLoadException {
        Schema row = Schema.ofRow(pipeline);
        Set<String> read = new HashSet<>();
        for (Contender contender : contenders.all()) {
            requireTask(pipeline, contender);
            read.addAll(columns(contender, row));
        }
        List<Column> columns = row.columns().stream()
                .filter(column -> read.contains(column.name()))
                .toList();
        return new BacktestPlan(pipeline, new Schema(columns), contenders, period, classes);
    }

    private static void requireTask(PipelineConfig pipeline, Contender contender) throws ModelLoadException {
        Task task = contender.trial().content().output().task();
        if (task != pipeline.model().task()) {
            throw new ModelLoadException("version predicts something else: version=" + contender.name() + ", task="
                    + task + ", pipeline=" + pipeline.model().task());
        }
    }

    private static Set<String> columns(Contender contender, Schema row) throws ModelLoadException {
        try {
            SchemaEncoder.bind(contender.trial().content().inputs(), row);
        } catch (EncodingException e) {
            throw new ModelLoadException(
                    "version cannot score the logged rows: version=" + contender.name() + ", cause=" + e.getMessage(),
                    e);
        }
        Set<String> names = new HashSet<>();
        contender.trial().content().inputs().forEach(input -> input.columns()
                .forEach(each -> names.add(each.column())));
        return names;
    }
}
