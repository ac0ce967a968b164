package io.millrace.models.learn;

import io.millrace.config.EventsConfig;
import io.millrace.config.FeatureConfig;
import io.millrace.config.FieldType;
import io.millrace.config.PipelineConfig;
import io.millrace.config.ViewConfig;
import io.millrace.models.aggregate.AggregatePlan;
import io.millrace.models.aggregate.EntityAggregates;
import io.millrace.models.aggregate.MemoryTiles;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The values of a view as they were at the time of each row, computed from the events of its stream by what computes them
 * for the stream: at the end of the last slide that ended {@code known-after} before the row, or earlier. An event that is not
 * before that end has no part in them, whatever the file holds.
 */
final class ViewHistory {
    private final List<ViewConfig.Column> columns;
    private final Map<Long, Values> byLine;
    private final List<BadRow> bad;

    private ViewHistory(List<ViewConfig.Column> columns, Map<Long, Values> byLine, List<BadRow> bad) {
        this.columns = List.copyOf(columns);
        this.byLine = byLine;
        this.bad = List.copyOf(bad);
    }

    /**
     * The histories of the views that a pipeline has computed from streams, by name.
     *
     * @param table the file of the rows
     * @param streams the events of each view, by name
     * @param late how many events of a view's stream are not known yet at any time
     * @throws DataException if the events of a view are missing, or their file lacks a column
     */
    static Map<String, ViewHistory> of(
            PipelineConfig pipeline,
            CsvTable table,
            Map<String, CsvTable> streams,
            List<LabeledRow> rows,
            ToIntFunction<ViewConfig> late)
            throws DataException {
        Map<String, ViewHistory> histories = new HashMap<>();
        for (FeatureConfig feature : pipeline.features()) {
            ViewConfig view = feature.view();
            if (view.source() instanceof ViewConfig.Stream) {
                CsvTable events = streams.get(view.view());
                if (events == null) {
                    throw new DataException("events of a view's stream are missing: view=" + view.view());
                }
                EntityKey key = EntityKey.of(table, pipeline.events(), feature.key());
                histories.put(view.view(), of(view, events, key, rows, late.applyAsInt(view)));
            }
        }
        return histories;
    }

    /**
     * Computes the values for rows.
     *
     * @param key the entity of a row
     * @param events the stream's events, of any time, in a file
     * @param late how many events of the stream are not known yet at any time, the latest ones
     * @throws DataException if the file lacks a column
     */
    static ViewHistory of(ViewConfig view, CsvTable events, EntityKey key, List<LabeledRow> rows, int late)
            throws DataException {
        Replay replay = Replay.of(view, events);
        Map<Long, Values> byLine = new HashMap<>();
        List<LabeledRow> inOrder = new ArrayList<>(rows);
        inOrder.sort(Comparator.comparingLong(row -> row.source().timeMillis()));
        try {
            for (LabeledRow row : inOrder) {
                String entity = key.of(row);
                Values values =
                        entity == null ? null : replay.asOf(entity, row.source().timeMillis(), late);
                if (values != null) {
                    byLine.put(row.source().line(), values);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("tiles in memory cannot fail", e);
        }
        return new ViewHistory(view.columns(), byLine, replay.bad);
    }

    /** The events that the feature job would refuse. */
    List<BadRow> bad() {
        return bad;
    }

    /** The value of a column at the time of a row, as text, or null if there was none. */
    @Nullable
    String value(LabeledRow row, ViewConfig.Column column) {
        Values values = byLine.get(row.source().line());
        int index = columns.indexOf(column);
        if (values == null) {
            return null;
        }
        if (column.type() == FieldType.CATEGORY) {
            return values.text(index);
        }
        double number = values.number(index);
        return Double.isNaN(number) ? null : Double.toString(number);
    }

    /** The stream, played again in the order of its times. */
    private static final class Replay {
        private final AggregatePlan plan;
        private final long knownAfterMillis;
        private final long latenessMillis;
        private final List<Taken> events;
        private final List<BadRow> bad;
        private final Map<String, EntityAggregates> entities = new HashMap<>();
        private int next;
        private int known;

        private record Taken(long timeMillis, String entity, Values fields) {}

        private Replay(ViewConfig.Stream stream, AggregatePlan plan, List<Taken> events, List<BadRow> bad) {
            this.plan = plan;
            this.knownAfterMillis = stream.knownAfter().toMillis();
            this.latenessMillis = stream.events().time().maxLateness().toMillis();
            this.events = events;
            this.bad = bad;
        }

        static Replay of(ViewConfig view, CsvTable table) throws DataException {
            EventsConfig events = view.stream().events();
            EventReader reader = new EventReader(table, events);
            EntityKey key = EntityKey.of(table, events, events.key());
            int id = table.column(events.id());
            List<Taken> taken = new ArrayList<>();
            List<BadRow> bad = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            for (CsvRow row : table.rows()) {
                RowDraft draft = reader.draft();
                String problem = reader.read(row, draft);
                String entity = key.of(row);
                if (problem != null || entity == null) {
                    bad.add(new BadRow(
                            row.line(), problem == null ? "key is missing: column=" + events.key() : problem));
                } else if (seen.add(row.timeMillis() + " " + row.cells()[id].strip())) {
                    taken.add(new Taken(row.timeMillis(), entity, draft.finish()));
                }
            }
            AggregatePlan plan = AggregatePlan.of(view, view.stream(), Schema.ofEvent(events));
            return new Replay(view.stream(), plan, taken, bad);
        }

        /**
         * The values of an entity at a time, or null if nothing is known of it; times must not go back. If events are late
         * they are of a slide that the newest event that is known has closed.
         */
        @Nullable
        Values asOf(String entity, long timeMillis, int late) throws IOException {
            while (known < events.size() && events.get(known).timeMillis < timeMillis) {
                known++;
            }
            if (late > 0 && known <= late) {
                return null;
            }
            long counts = timeMillis - knownAfterMillis;
            long watermark = late == 0 ? counts : events.get(known - late - 1).timeMillis - latenessMillis;
            long end = plan.endAt(Math.min(counts, watermark));
            while (next < events.size() && events.get(next).timeMillis < end) {
                Taken event = events.get(next++);
                entities.computeIfAbsent(event.entity, unused -> new EntityAggregates(plan, new MemoryTiles()))
                        .add(event.fields, event.timeMillis, plan.endAt(event.timeMillis));
            }
            EntityAggregates aggregates = entities.get(entity);
            if (aggregates == null) {
                return null;
            }
            return aggregates.forgetBefore(end).holds() ? aggregates.values(end) : null;
        }
    }
}
