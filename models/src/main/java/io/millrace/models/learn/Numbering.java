package io.millrace.models.learn;

import io.millrace.config.EventsConfig;
import io.millrace.models.learn.CsvTable.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gives the rows of a file that has neither ids nor times the number of each as its id and key, and a time by its place. */
record Numbering(EventsConfig events, Duration apart) {
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");

    /** Whether a file with these columns has neither ids nor times. */
    boolean needed(List<String> header) {
        return events.time().pattern() == null
                && !header.contains(events.id())
                && !header.contains(events.time().field());
    }

    /** The columns with those that are added. */
    List<String> header(List<String> header) {
        List<String> all = new ArrayList<>(header);
        for (String added : List.of(events.id(), events.key(), events.time().field())) {
            if (!all.contains(added)) {
                all.add(added);
            }
        }
        return all;
    }

    CsvRow row(Line line, int width, int number) {
        long millis = FIRST.toEpochMilli() + number * apart.toMillis();
        String[] cells = Arrays.copyOf(line.cells().toArray(String[]::new), width);
        for (int i = line.cells().size(); i < width - 1; i++) {
            cells[i] = Integer.toString(number);
        }
        cells[width - 1] = Long.toString(millis);
        return new CsvRow(line.number(), millis, cells);
    }
}
