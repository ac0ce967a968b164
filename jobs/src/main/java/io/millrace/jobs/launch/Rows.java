package io.millrace.jobs.launch;

import io.millrace.config.EventsConfig;
import io.millrace.models.learn.CsvTable;
import io.millrace.models.learn.DataException;
import io.millrace.models.learn.RowRange;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Rows of a file that a command is about. */
final class Rows {
    @Option(
            names = "--data",
            paramLabel = "CSV",
            required = true,
            description = {
                "a .csv file with a header, or a .libsvm file, plain or .gz; its rows are taken in event-time order,",
                "or as they come if they have neither ids nor times"
            })
    private Path file = Path.of("");

    @Option(
            names = "--rows",
            paramLabel = "A:B",
            converter = Range.class,
            description =
                    "only rows A to B, counted from 0 in event-time order, B not included; either may be left out")
    private @Nullable RowRange range;

    /** Reads the chosen rows. */
    CsvTable read(EventsConfig events) throws DataException {
        CsvTable table = read(file, events);
        return range == null ? table : table.slice(range);
    }

    /** Reads all rows of a file as these events. */
    CsvTable read(Path file, EventsConfig events) throws DataException {
        return CsvTable.read(file, events);
    }

    Path file() {
        return file;
    }

    /** The first of the chosen rows. */
    int from() {
        return range == null ? 0 : range.from();
    }

    /** Reads a range of rows from the command line. */
    static final class Range implements ITypeConverter<RowRange> {
        @Override
        public RowRange convert(String text) {
            try {
                return RowRange.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
