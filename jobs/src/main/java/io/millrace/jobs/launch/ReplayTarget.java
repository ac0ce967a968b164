package io.millrace.jobs.launch;

import io.millrace.config.EventsConfig;
import io.millrace.config.EventsConfig.Format;
import io.millrace.config.PipelineConfig;
import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Nearest;
import io.millrace.jobs.load.CsvEvents;
import io.millrace.models.learn.CsvTable;
import io.millrace.models.learn.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What rows of a file become.
 *
 * @param name {@value #EVENTS}, or the view whose stream they go to
 * @param hidden the column that is not sent, or null
 */
record ReplayTarget(
        String name, EventsConfig events, @Nullable String hidden) {
    /** Events of the pipeline, without the target, which is not known when they happen. */
    static final String EVENTS = "events";

    /**
     * The targets of these names.
     *
     * @throws WrongUse if a name is no target, or the events of one cannot be written
     */
    static List<ReplayTarget> of(PipelineConfig pipeline, List<String> names) {
        List<String> known = new ArrayList<>(List.of(EVENTS));
        pipeline.computedViews().forEach(view -> known.add(view.view()));
        List<ReplayTarget> targets = new ArrayList<>();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new WrongUse("rows cannot be sent as this: as=" + name + Nearest.hint(name, known)
                        + "; events, or a view that the pipeline has computed from a stream");
            }
            ReplayTarget target = name.equals(EVENTS)
                    ? new ReplayTarget(
                            EVENTS, pipeline.events(), pipeline.model().target())
                    : new ReplayTarget(name, stream(pipeline, name).events(), null);
            if (target.events.format() != Format.JSON) {
                throw new WrongUse("replay writes JSON events: as=" + name + ", format="
                        + target.events.format().name().toLowerCase(Locale.ROOT));
            }
            targets.add(target);
        }
        return targets;
    }

    private static ViewConfig.Stream stream(PipelineConfig pipeline, String view) {
        return pipeline.computedViews().stream()
                .filter(each -> each.view().equals(view))
                .findFirst()
                .orElseThrow()
                .stream();
    }

    /**
     * The events that rows of the table become.
     *
     * @throws DataException if every one of them would be refused
     */
    CsvEvents of(CsvTable table) throws DataException {
        return new CsvEvents(events, hidden, table);
    }
}
