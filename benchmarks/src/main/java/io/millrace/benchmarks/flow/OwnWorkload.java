package io.millrace.benchmarks.flow;

import io.millrace.config.EventsConfig;
import io.millrace.config.FeatureConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.load.CsvEvents;
import io.millrace.models.feature.Row;
import io.millrace.models.feature.Schema;
import io.millrace.models.learn.CsvRow;
import io.millrace.models.learn.CsvTable;
import io.millrace.models.learn.DataException;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.validate.EventDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A user's own pipeline, with the rows of a file as its events or with made-up ones. Its model and its feature stores are
 * where they are; its topics are on the benchmark's broker.
 */
public final class OwnWorkload implements Workload {
    private static final String DATA = "data";
    private static final int EVENTS = 1_500_000;

    private final Origin origin;
    private final PipelineConfig pipeline;
    private final MadeUpEvents madeUp;
    private final List<Outbound> rows;

    /**
     * Where it comes from.
     *
     * @param home of the user, with the registry
     * @param data rows for its events, or null to make events up
     */
    public record Origin(Path pipeline, Home home, @Nullable Path data) {}

    /**
     * Reads the pipeline file and the rows.
     *
     * @throws DataException if the rows cannot be the pipeline's events, or no events can be made
     */
    public OwnWorkload(Origin origin) throws DataException {
        this.origin = origin;
        this.pipeline = PipelineFile.read(origin.pipeline, Environment.system().withHome(origin.home.root()));
        if (pipeline.events().format() == EventsConfig.Format.ARROW) {
            throw new DataException(
                    "events of this format cannot be made here: format=arrow, possible=json, frame, file="
                            + origin.pipeline + "; measure with events one by one");
        }
        this.madeUp = new MadeUpEvents(pipeline.events());
        this.rows = origin.data == null ? List.of() : rows(pipeline, origin.data);
    }

    /** The rows that are events; the others would leave as dead letters, which nobody measures. */
    private static List<Outbound> rows(PipelineConfig pipeline, Path data) throws DataException {
        if (pipeline.events().format() != EventsConfig.Format.JSON) {
            throw new DataException("rows become events as JSON only: format="
                    + pipeline.events().format().name().toLowerCase(Locale.ROOT) + ", data=" + data
                    + "; leave the data out to make events up");
        }
        CsvTable table = CsvTable.read(data, pipeline.events().time());
        CsvEvents events = new CsvEvents(pipeline.events(), pipeline.model().target(), table);
        EventDecoder decoder = EventDecoder.of(pipeline.events(), Ticker.system());
        Position nowhere = new Position(pipeline.events().topic(), 0, 0);
        List<Outbound> rows = new ArrayList<>();
        String refused = "there is no row";
        for (CsvRow row : table.rows()) {
            Outbound event = events.event(row);
            String problem = decoder.decode(new RawEvent(nowhere, 0, event.key(), event.value(), List.of()))
                    .get(0)
                    .fold(valid -> "", Rejection::detail);
            if (problem.isEmpty()) {
                rows.add(event);
            } else {
                refused = problem;
            }
        }
        if (rows.isEmpty()) {
            throw new DataException("no row is an event that the pipeline takes: data=" + data + ", last=" + refused);
        }
        return rows;
    }

    /** The workload that was set up in a home. */
    public static OwnWorkload in(Home home) throws DataException, IOException {
        try (Stream<Path> files = Files.list(home.root())) {
            Path data = files.filter(file -> file.getFileName().toString().startsWith(DATA))
                    .findFirst()
                    .orElse(null);
            return new OwnWorkload(new Origin(Furnished.file(home), home, data));
        }
    }

    public PipelineConfig pipeline() {
        return pipeline;
    }

    @Override
    public String name() {
        return pipeline.pipeline();
    }

    @Override
    public String description() {
        return "the pipeline of " + origin.pipeline + " with "
                + (origin.data == null ? "made-up events" : "the rows of " + origin.data);
    }

    @Override
    public void furnish(Home home) throws IOException {
        Path views = Files.createDirectories(Furnished.views(home));
        Path file = Furnished.file(home);
        Files.createDirectories(file.resolveSibling("."));
        Files.copy(origin.pipeline, file);
        for (FeatureConfig feature : pipeline.features()) {
            String name = feature.view().view() + ".yaml";
            Path view = origin.pipeline.resolveSibling(Path.of("..", "features", name));
            // The stores of the user, not new ones in the home of the benchmark.
            String text =
                    Files.readString(view).replace("${home}", origin.home.root().toString());
            Files.writeString(views.resolve(name), text);
        }
        Files.createSymbolicLink(home.registry(), origin.home.registry());
        if (origin.data != null) {
            String name = origin.data.getFileName().toString();
            String ending = name.contains(".") ? name.substring(name.indexOf('.')) : "";
            Files.createSymbolicLink(home.root().resolve(DATA + ending), origin.data.toAbsolutePath());
        }
    }

    @Override
    public int events() {
        return EVENTS;
    }

    @Override
    public Outbound event(int index) {
        return rows.isEmpty() ? madeUp.event(index) : rows.get(index % rows.size());
    }

    /** The fields are made up, whatever the events are, and every feature is missing. */
    @Override
    public Row row(int index) {
        return madeUp.values(index, Schema.ofRow(pipeline).size());
    }

    @Override
    public int index(String eventId) {
        throw new UnsupportedOperationException("outputs are not known: event_id=" + eventId);
    }

    @Override
    public boolean outputsKnown() {
        return false;
    }
}
