package io.millrace.jobs.launch;

import io.millrace.config.ModelConfig.Task;
import io.millrace.config.PipelineConfig;
import io.millrace.jobs.kafka.PredictionReader;
import io.millrace.models.evaluate.RegressionMetrics;
import io.millrace.models.learn.CsvRow;
import io.millrace.models.learn.CsvTable;
import io.millrace.models.learn.DataException;
import java.util.HashMap;
import java.util.Map;

/** What really came: the targets of a file's rows, compared with what was predicted for the same event id and time. */
final class Truth {
    private final Map<Event, Double> targets = new HashMap<>();
    private final RegressionMetrics metrics = new RegressionMetrics();
    private long unlabeled;

    private record Event(String id, long timeMillis) {}

    /**
     * @throws DataException if the file lacks the id or the target
     */
    Truth(CsvTable table, PipelineConfig pipeline) throws DataException {
        if (pipeline.model().task() != Task.REGRESSION) {
            throw new WrongUse("only numbers can be compared with a file: task="
                    + pipeline.model().task());
        }
        int id = table.column(pipeline.events().id());
        int target = table.column(pipeline.model().target());
        for (CsvRow row : table.rows()) {
            String text = row.cells()[target].strip();
            try {
                targets.put(new Event(row.cells()[id].strip(), row.timeMillis()), Double.parseDouble(text));
            } catch (NumberFormatException e) {
                throw new DataException(
                        "target is no number: line=" + row.line() + ", column="
                                + pipeline.model().target() + ", value=" + text,
                        e);
            }
        }
    }

    /** Takes in a prediction. */
    void compare(PredictionReader.Seen prediction) {
        Double target = targets.get(new Event(prediction.eventId(), prediction.eventTimeMillis()));
        if (target == null) {
            unlabeled++;
        } else {
            metrics.add(target, prediction.output());
        }
    }

    void addTo(Summary summary) {
        summary.put("compared", metrics.count())
                .put("without_target", unlabeled)
                .put("r2", metrics.r2())
                .put("mae", metrics.mae())
                .put("rmse", metrics.rmse())
                .put("mape", metrics.mape());
    }
}
