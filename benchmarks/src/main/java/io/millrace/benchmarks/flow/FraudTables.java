package io.millrace.benchmarks.flow;

import io.millrace.config.EventsConfig;
import io.millrace.config.PredictionsConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.feature.Row;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.tensor.TableWriter;
import io.millrace.operators.record.Outbound;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The payments of {@link FraudWorkload} as Arrow streams, many in a record. */
final class FraudTables implements Workload {
    private static final int ROWS = 256;

    /** What a writer must know of the pipeline. */
    private static final EventsConfig EVENTS = new EventsConfig(
            "events",
            EventsConfig.Format.ARROW,
            "id",
            "user",
            new EventsConfig.Time("at", null, ZoneOffset.UTC, Duration.ZERO, Duration.ZERO, Duration.ZERO),
            List.of(),
            new EventsConfig.Limits(1 << 20, 1 << 16, 1, 1, 1, ROWS));

    private final PredictionsConfig.Format predictions;
    private final FraudWorkload payments = new FraudWorkload(EventsConfig.Format.ARROW);

    /** @param predictions the format of what is written */
    FraudTables(PredictionsConfig.Format predictions) {
        this.predictions = predictions;
    }

    @Override
    public String name() {
        return predictions == PredictionsConfig.Format.ARROW ? "W2a" : "W2a-json-out";
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "fraud-mlp as Arrow streams of %d rows, predictions as %s",
                ROWS,
                predictions == PredictionsConfig.Format.ARROW ? "Arrow streams" : "one JSON record for each row");
    }

    @Override
    public void furnish(Home home) throws IOException, ModelLoadException {
        String folder = predictions == PredictionsConfig.Format.ARROW ? "fraud-arrow" : "fraud-arrow-json";
        new ShippedFiles(folder, "fraud", List.of("fraud_user")).install(home, this);
    }

    @Override
    public int events() {
        return 3_000_000;
    }

    @Override
    public int rowsPerRecord() {
        return ROWS;
    }

    @Override
    public Outbound event(int index) {
        List<TableWriter.Entry> rows = new ArrayList<>(ROWS);
        for (int i = index * ROWS; i < (index + 1) * ROWS; i++) {
            rows.add(payments.entry(i));
        }
        return new Outbound(
                null, TableWriter.narrow(EVENTS, FraudWorkload.schema()).write(rows), List.of());
    }

    @Override
    public Row row(int index) {
        return payments.row(index);
    }

    @Override
    public int index(String eventId) {
        return payments.index(eventId);
    }

    @Override
    public Map<String, Row> features() {
        return payments.features();
    }
}
