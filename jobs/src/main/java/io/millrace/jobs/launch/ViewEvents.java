package io.millrace.jobs.launch;

import io.millrace.config.PipelineConfig;
import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Nearest;
import io.millrace.models.learn.CsvTable;
import io.millrace.models.learn.DataException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The files with the events of the views that a pipeline has computed from streams. */
final class ViewEvents {
    @Option(
            names = "--events",
            paramLabel = "VIEW=CSV",
            description = {
                "events of the stream that a view is computed from; a row gets the values as they were at its time",
                "(default: the whole file of --data)"
            })
    private Map<String, Path> files = new LinkedHashMap<>();

    /** Refuses a file for a view that is not computed from a stream. */
    void check(PipelineConfig pipeline) {
        List<String> known =
                pipeline.computedViews().stream().map(ViewConfig::view).toList();
        for (String view : files.keySet()) {
            if (!known.contains(view)) {
                throw new WrongUse("no such view is computed from a stream: view=" + view + Nearest.hint(view, known));
            }
        }
    }

    /** The events of every view, by its name. */
    Map<String, CsvTable> read(PipelineConfig pipeline, Rows rows) throws DataException {
        Map<String, CsvTable> events = new HashMap<>();
        for (ViewConfig view : pipeline.computedViews()) {
            Path file = files.getOrDefault(view.view(), rows.file());
            events.put(view.view(), rows.read(file, view.stream().events()));
        }
        return events;
    }
}
