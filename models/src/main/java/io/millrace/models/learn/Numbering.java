package io.millrace.models.learn;

import io.millrace.config.EventsConfig;
import io.millrace.models.learn.CsvTable.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Gives the rows of a file that has neither ids nor times the number of each as its id, one key, and a time by its place. */
record Numbering(EventsConfig events) {
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final String ONLY_KEY = "all";

    /** Whether a file with these columns has neither ids nor times. */
    boolean needed(List<String> header) {
        return events.time().pattern() == null
                && !header.contains(events.id())
                && !header.contains(events.time().field());
    }

    /** The columns with those that are added. */
    List<String> header(List<String> header) {
        List<String> all = new ArrayList<>(header);
        all.add(events.id());
        all.add(events.time().field());
        if (!all.contains(events.key())) {
            all.add(events.key());
        }
        return all;
    }

    /** The row with this number, of so many columns. */
    CsvRow row(Line line, int width, int number) {
        long millis =
                FIRST.toEpochMilli() + number * events.time().rowInterval().toMillis();
        List<String> cells = new ArrayList<>(line.cells());
        cells.add(Integer.toString(number));
        cells.add(Long.toString(millis));
        if (cells.size() < width) {
            cells.add(ONLY_KEY);
        }
        return new CsvRow(line.number(), millis, cells.toArray(String[]::new));
    }
}
