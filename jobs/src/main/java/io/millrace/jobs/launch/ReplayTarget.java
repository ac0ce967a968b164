package io.millrace.jobs.launch;

import io.millrace.config.EventsConfig;
import io.millrace.config.EventsConfig.Format;
import io.millrace.config.FieldConfig;
import io.millrace.config.FieldType;
import io.millrace.config.LabelsConfig;
import io.millrace.config.ModelConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Nearest;
import io.millrace.jobs.learn.LearnJob;
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
 * @param name {@value #EVENTS}, {@value #LABELS}, or the view whose stream they go to
 * @param hidden the column that is not sent, or null
 * @param late whether it is known no sooner than labels are
 */
record ReplayTarget(
        String name, EventsConfig events, @Nullable String hidden, boolean late) {
    /** Events of the pipeline, without the target, which is not known when they happen. */
    static final String EVENTS = "events";
    /** Labels, which say the target and what they are about. */
    static final String LABELS = "labels";

    /**
     * The targets of these names.
     *
     * @throws WrongUse if a name is no target, or the events of one cannot be written
     */
    static List<ReplayTarget> of(PipelineConfig pipeline, List<String> names) {
        List<String> known = new ArrayList<>(List.of(EVENTS));
        pipeline.computedViews().forEach(view -> known.add(view.view()));
        if (pipeline.labels() != null) {
            known.add(LABELS);
        }
        List<ReplayTarget> targets = new ArrayList<>();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new WrongUse("rows cannot be sent as this: as=" + name + Nearest.hint(name, known)
                        + "; events, labels if the pipeline has some, or a view that it has computed from a stream");
            }
            ReplayTarget target = of(pipeline, name);
            if (target.events.format() != Format.JSON) {
                throw new WrongUse("replay writes JSON events: as=" + name + ", format="
                        + target.events.format().name().toLowerCase(Locale.ROOT));
            }
            targets.add(target);
        }
        return targets;
    }

    private static ReplayTarget of(PipelineConfig pipeline, String name) {
        return switch (name) {
            case EVENTS ->
                new ReplayTarget(EVENTS, pipeline.events(), pipeline.model().target(), /* late= */ false);
            case LABELS ->
                new ReplayTarget(LABELS, labels(pipeline, LearnJob.labels(pipeline)), null, /* late= */ true);
            default -> {
                ViewConfig view = view(pipeline, name);
                yield new ReplayTarget(name, view.stream().events(), null, pipeline.computedFromTarget(view));
            }
        };
    }

    /** Labels as the events that they are: what names their event is their id and their key. */
    private static EventsConfig labels(PipelineConfig pipeline, LabelsConfig labels) {
        LabelsConfig.Match match = labels.match();
        if (match.by() == LabelsConfig.By.PREDICTION) {
            throw new WrongUse(
                    "labels that name a prediction cannot be sent from a file, which does not know its id: as=" + LABELS
                            + ", labels.match.prediction=" + match.field() + "; match by event or by key");
        }
        LabelsConfig.Fields names = labels.fields();
        List<FieldConfig> fields = new ArrayList<>();
        fields.add(field(names.value(), value(pipeline, labels), /* required= */ true));
        optional(names.revision(), FieldType.INT, fields);
        optional(names.retracted(), FieldType.BOOL, fields);
        optional(names.confidence(), FieldType.FLOAT, fields);
        EventsConfig.Time time = labels.time();
        if (time != null && time.pattern() != null) {
            fields.add(field(time.field(), FieldType.CATEGORY, /* required= */ true));
        } else if (time != null) {
            fields.add(field(time.field(), FieldType.INT, /* required= */ true));
        }
        EventsConfig events = pipeline.events();
        return new EventsConfig(
                labels.topic(),
                Format.JSON,
                match.field(),
                match.field(),
                time == null ? events.time() : time,
                fields,
                events.limits());
    }

    /* A view that is computed from the labels reads the same records, and says what type it takes. */
    private static FieldType value(PipelineConfig pipeline, LabelsConfig labels) {
        FieldType usual = pipeline.model().task() == ModelConfig.Task.REGRESSION ? FieldType.FLOAT : FieldType.CATEGORY;
        return pipeline.computedViews().stream()
                .map(view -> view.stream().events())
                .filter(events -> events.topic().equals(labels.topic()))
                .flatMap(events -> events.fields().stream())
                .filter(field -> field.name().equals(labels.fields().value()))
                .map(FieldConfig::type)
                .findFirst()
                .orElse(usual);
    }

    private static void optional(@Nullable String name, FieldType type, List<FieldConfig> fields) {
        if (name != null) {
            fields.add(field(name, type, /* required= */ false));
        }
    }

    private static FieldConfig field(String name, FieldType type, boolean required) {
        return new FieldConfig(
                name, type, null, null, List.of(), required, 1, /* input= */ false, FieldConfig.Encode.AUTO);
    }

    private static ViewConfig view(PipelineConfig pipeline, String view) {
        return pipeline.computedViews().stream()
                .filter(each -> each.view().equals(view))
                .findFirst()
                .orElseThrow();
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
