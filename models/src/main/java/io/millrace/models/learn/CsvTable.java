package io.millrace.models.learn;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.millrace.config.EventsConfig;
import io.millrace.config.bind.Nearest;
import io.millrace.models.time.TimeReader;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a {@code .csv} file with a header or of a {@code .libsvm} file, plain or with gzip, in event-time order; rows of the same time stay in
 * the order of the file. A row that has another number of cells than the header, or no readable time, is bad.
 */
public final class CsvTable {
    private static final Comparator<CsvRow> BY_TIME =
            Comparator.comparingLong(CsvRow::timeMillis).thenComparingLong(CsvRow::line);
    private static final long MAX_MILLIS = 253_402_300_799_999L; // the end of the year 9999

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String source;
    private final List<String> header;
    private final List<CsvRow> rows;
    private final List<BadRow> bad;

    private CsvTable(String source, List<String> header, List<CsvRow> rows, List<BadRow> bad) {
        this.source = source;
        this.header = List.copyOf(header);
        this.rows = List.copyOf(rows);
        this.bad = List.copyOf(bad);
    }

    /**
     * Reads a whole file.
     *
     * @throws DataException if it is no CSV file, or has no column with the event's time
     */
    public static CsvTable read(Path file, EventsConfig.Time time) throws DataException {
        return read(file, time, null);
    }

    /**
     * Reads a whole file of events. A file that has neither ids nor times is taken in its own order: the id is the number of
     * the row, counted from 0, all are of one entity, and times are as far apart as the pipeline says.
     *
     * @throws DataException if it is no such file, or has only one of the two
     */
    public static CsvTable read(Path file, EventsConfig events) throws DataException {
        return read(file, events.time(), new Numbering(events));
    }

    private static CsvTable read(Path file, EventsConfig.Time time, @Nullable Numbering numbering)
            throws DataException {
        String name = String.valueOf(file.getFileName());
        try (Reader text = open(file)) {
            if (name.contains(LibsvmLines.SUFFIX)) {
                return read(name, LibsvmLines.read(text), time, numbering);
            }
            try (CsvReader<CsvRecord> lines = CsvReader.builder()
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .skipEmptyLines(true)
                    .ofCsvRecord(text)) {
                return read(
                        name,
                        () -> lines.stream()
                                .map(line -> new Line(line.getStartingLineNumber(), line.getFields()))
                                .iterator(),
                        time,
                        numbering);
            }
        } catch (NoSuchFileException e) {
            throw new DataException("file does not exist: file=" + file, e);
        } catch (IOException | UncheckedIOException | CsvParseException e) {
            throw unreadable(file, e);
        }
    }

    private static Reader open(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        try {
            InputStream plain =
                    file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, /* size= */ 1 << 16) : bytes;
            return withoutMark(new BufferedReader(new InputStreamReader(
                    plain,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT))));
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    /** Skips the byte order mark that some spreadsheets put before the header. */
    private static Reader withoutMark(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }

    /** The cells of one line. */
    record Line(long number, List<String> cells) {}

    /* Rows without times are numbered as they come, so that their order is that of the file. */
    private static CsvTable read(
            String source, Iterable<Line> lines, EventsConfig.Time time, @Nullable Numbering numbering)
            throws DataException {
        List<String> header = List.of();
        List<CsvRow> rows = new ArrayList<>();
        List<BadRow> bad = new ArrayList<>();
        TimeReader times = new TimeReader(time);
        int width = 0;
        int timeColumn = -1;
        Numbering numbered = null;
        for (Line line : lines) {
            if (header.isEmpty()) {
                header = header(line);
                width = header.size();
                numbered = numbering != null && numbering.needed(header) ? numbering : null;
                header = numbered == null ? header : numbered.header(header);
                timeColumn = numbered == null ? column(source, header, time.field()) : -1;
            } else if (line.cells().size() != width) {
                bad.add(new BadRow(
                        line.number(),
                        "row has another number of cells than the header: cells="
                                + line.cells().size() + ", expected=" + width));
            } else if (numbered != null) {
                rows.add(numbered.row(line, header.size(), rows.size() + bad.size()));
            } else {
                add(line, timeColumn, times, rows, bad);
            }
        }
        if (header.isEmpty()) {
            throw new DataException("file is empty: file=" + source + "; its first line must name the columns");
        }
        rows.sort(BY_TIME);
        return new CsvTable(source, header, rows, bad);
    }

    private static List<String> header(Line line) throws DataException {
        List<String> names = new ArrayList<>();
        for (String name : line.cells()) {
            String clean = name.strip();
            if (clean.isEmpty() || names.contains(clean)) {
                throw new DataException("header names a column twice or not at all: header=" + line.cells());
            }
            names.add(clean);
        }
        return names;
    }

    private static void add(Line line, int timeColumn, TimeReader times, List<CsvRow> rows, List<BadRow> bad) {
        String text = line.cells().get(timeColumn).strip();
        long millis = millis(text, times);
        if (millis < 0 || millis > MAX_MILLIS) {
            bad.add(new BadRow(
                    line.number(),
                    "event time is unreadable or before 1970: value=" + shown(text) + ", expected="
                            + times.expected()));
            return;
        }
        rows.add(new CsvRow(line.number(), millis, line.cells().toArray(String[]::new)));
    }

    private static long millis(String text, TimeReader times) {
        if (times.numbersAreMillis() && text.matches("[0-9]{1,18}")) {
            return Long.parseLong(text);
        }
        return times.read(text);
    }

    static String shown(String text) {
        String visible = text.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= 40 ? visible : visible.substring(0, 40) + "…";
    }

    private static DataException unreadable(Path file, Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String problem = "file is no CSV";
        if (Files.isDirectory(file)) {
            problem = "file is a folder";
        } else if (cause instanceof CharacterCodingException) {
            problem = "file is not in UTF-8";
        } else if (cause instanceof ZipException || cause instanceof EOFException) {
            problem = "file is no gzip, or damaged";
        }
        return new DataException(problem + ": file=" + file + ", cause=" + cause.getMessage(), e);
    }

    /** Name of the file. */
    public String source() {
        return source;
    }

    /** The names of the columns. */
    public List<String> header() {
        return header;
    }

    /** The usable rows in event-time order. */
    public List<CsvRow> rows() {
        return rows;
    }

    /** The rows that are not usable, in the order of the file. */
    public List<BadRow> bad() {
        return bad;
    }

    /** Whether there is such a column. */
    public boolean has(String column) {
        return header.contains(column);
    }

    /**
     * The index of a column.
     *
     * @throws DataException if there is none of that name, with the nearest
     */
    public int column(String name) throws DataException {
        return column(source, header, name);
    }

    private static int column(String source, List<String> header, String name) throws DataException {
        int index = header.indexOf(name);
        if (index < 0) {
            throw new DataException("file lacks a column: file=" + source + ", column=" + name
                    + Nearest.hint(name, header) + "; columns=" + header);
        }
        return index;
    }

    /**
     * The rows of a range.
     *
     * @throws DataException if there are none
     */
    public CsvTable slice(RowRange range) throws DataException {
        if (range.from() >= rows.size()) {
            throw new DataException("file has fewer rows than the range begins after: file=" + source + ", rows="
                    + rows.size() + ", from=" + range.from());
        }
        return new CsvTable(source, header, rows.subList(range.from(), Math.min(range.to(), rows.size())), bad);
    }
}
