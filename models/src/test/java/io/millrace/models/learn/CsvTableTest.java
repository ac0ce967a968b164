package io.millrace.models.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.EventsConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
    @TempDir
    private Path folder;

    @Test
    void putsRowsInEventTimeOrderAndKeepsTheOrderOfEqualTimes() throws Exception {
        CsvTable table = read("id,sold\nc,2015-01-02\na,2015-01-01\nd,2015-01-02\nb,2015-01-01\n");

        assertThat(ids(table)).containsExactly("a", "b", "c", "d");
        assertThat(table.rows().get(0).line()).isEqualTo(3);
        assertThat(table.rows().get(0).timeMillis())
                .isEqualTo(Instant.parse("2015-01-01T00:00:00Z").toEpochMilli());
    }

    @Test
    void readsCompressedFiles() throws Exception {
        Path file = Files.write(folder.resolve("rows.csv.gz"), gzip("id,sold\na,2015-01-01\n"));

        assertThat(ids(CsvTable.read(file, time("yyyy-MM-dd")))).containsExactly("a");
    }

    @Test
    void readsQuotedCells() throws Exception {
        CsvTable table = read("\"id\",\"sold\"\n\"a, \"\"b\"\"\",\"2015-01-01\"\n");

        assertThat(ids(table)).containsExactly("a, \"b\"");
    }

    @Test
    void readsFilesOfSpreadsheets() throws Exception {
        CsvTable table = read("\uFEFF\"id\",sold\r\na,2015-01-01\r\n\r\n");

        assertThat(table.header()).containsExactly("id", "sold");
        assertThat(ids(table)).containsExactly("a");
        assertThat(table.bad()).isEmpty();
    }

    @Test
    void countsTheLinesOfCellsThatSpanSeveral() throws Exception {
        CsvTable table = read("id,sold\n\"a\nb\",2015-01-01\nc,never\n");

        assertThat(table.rows().get(0).line()).isEqualTo(2);
        assertThat(table.bad())
                .containsExactly(
                        new BadRow(4, "event time is unreadable or before 1970: value=never, expected=yyyy-MM-dd"));
    }

    @Test
    void reportsRowsWithAnotherNumberOfCells() throws Exception {
        CsvTable table = read("id,sold\na\nb,2015-01-01,more\nc,2015-01-01\n");

        assertThat(ids(table)).containsExactly("c");
        assertThat(table.bad())
                .containsExactly(
                        new BadRow(2, "row has another number of cells than the header: cells=1, expected=2"),
                        new BadRow(3, "row has another number of cells than the header: cells=3, expected=2"));
    }

    @Test
    void reportsTimesThatDoNotExist() throws Exception {
        CsvTable table = read("id,sold\na,2015-02-30\nb,1969-12-31\nc,\nd,2015-02-28\n");

        assertThat(ids(table)).containsExactly("d");
        assertThat(table.bad()).extracting(BadRow::line).containsExactly(2L, 3L, 4L);
    }

    @Test
    void readsMillisecondsAndIsoTimesWithoutAPattern() throws Exception {
        Path file = Files.writeString(
                folder.resolve("rows.csv"), "id,sold\nb,1970-01-01T00:00:02Z\na,1000\n\"c\",\"3000\"\n");

        CsvTable table = CsvTable.read(file, time(null));

        assertThat(ids(table)).containsExactly("a", "b", "c");
    }

    @Test
    void slicesByPlaceInTime() throws Exception {
        CsvTable table = read("id,sold\nc,2015-01-03\na,2015-01-01\nb,2015-01-02\n");

        assertThat(ids(table.slice(RowRange.parse("0:2")))).containsExactly("a", "b");
        assertThat(ids(table.slice(RowRange.parse("2:")))).containsExactly("c");
        assertThat(ids(table.slice(RowRange.parse(":1")))).containsExactly("a");
        assertThat(ids(table.slice(RowRange.parse("1:99")))).containsExactly("b", "c");
        assertThat(ids(table.slice(RowRange.parse(":")))).containsExactly("a", "b", "c");
        assertThatThrownBy(() -> table.slice(RowRange.parse("3:")))
                .isInstanceOf(DataException.class)
                .hasMessage("file has fewer rows than the range begins after: file=rows.csv, rows=3, from=3");
    }

    @Test
    void refusesRangesThatAreNone() {
        assertThatThrownBy(() -> RowRange.parse("10"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("range of rows is not written as A:B: rows=10; write 0:10000 for the first ten thousand,"
                        + " or 10000: for the others");
        assertThatThrownBy(() -> RowRange.parse("5:5"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("range of rows is empty: from=5, to=5");
    }

    @Test
    void refusesFilesThatAreNone() throws Exception {
        assertThatThrownBy(() -> CsvTable.read(folder.resolve("none.csv"), time(null)))
                .isInstanceOf(DataException.class)
                .hasMessage("file does not exist: file=" + folder.resolve("none.csv"));
        assertThatThrownBy(() -> read(""))
                .isInstanceOf(DataException.class)
                .hasMessage("file is empty: file=rows.csv; its first line must name the columns");
        assertThatThrownBy(() -> read("id,solt\na,b\n"))
                .isInstanceOf(DataException.class)
                .hasMessage("file lacks a column: file=rows.csv, column=sold; did you mean solt?; columns=[id, solt]");
        assertThatThrownBy(() -> read("id,sold,id\n"))
                .isInstanceOf(DataException.class)
                .hasMessage("header names a column twice or not at all: header=[id, sold, id]");
    }

    @Test
    void refusesBytesThatAreNoText() throws Exception {
        Path file = Files.write(folder.resolve("rows.csv"), new byte[] {'i', 'd', (byte) 0xff, '\n'});

        assertThatThrownBy(() -> CsvTable.read(file, time(null)))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("file is not in UTF-8: file=" + file);
    }

    @Test
    void refusesACompressedFileThatIsCutOff() throws Exception {
        byte[] whole = gzip("id,sold\n" + "a,2015-01-01\n".repeat(10_000));
        Path file = Files.write(folder.resolve("rows.csv.gz"), Arrays.copyOf(whole, whole.length - 20));

        assertThatThrownBy(() -> CsvTable.read(file, time("yyyy-MM-dd")))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("file is no gzip, or damaged: file=" + file);
    }

    @Test
    void refusesAFolder() {
        assertThatThrownBy(() -> CsvTable.read(folder, time("yyyy-MM-dd")))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("file is a folder: file=" + folder);
    }

    private CsvTable read(String csv) throws Exception {
        return CsvTable.read(Files.writeString(folder.resolve("rows.csv"), csv), time("yyyy-MM-dd"));
    }

    private static List<String> ids(CsvTable table) {
        return table.rows().stream().map(row -> row.cells()[0]).toList();
    }

    private static EventsConfig.Time time(@Nullable String pattern) {
        return new EventsConfig.Time(
                "sold", pattern, ZoneId.of("UTC"), Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
