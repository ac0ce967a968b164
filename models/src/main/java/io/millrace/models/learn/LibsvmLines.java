package io.millrace.models.learn;

import io.millrace.models.learn.CsvTable.Line;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Lines of LIBSVM's format, {@code label index:value ...}, as lines with a header {@code label,x1,x2,...}: an index that a
 * line does not have is 0. A line that is not written so becomes one with another number of cells, and thus a bad row.
 */
final class LibsvmLines {
    static final String SUFFIX = ".libsvm";
    private static final int MOST = 1 << 16;

    private LibsvmLines() {}

    static List<Line> read(Reader text) throws IOException {
        List<String> lines = new BufferedReader(text).lines().toList();
        List<NavigableMap<Integer, String>> read = new ArrayList<>();
        int widest = 0;
        for (String line : lines) {
            NavigableMap<Integer, String> cells = cells(line);
            read.add(cells);
            widest = cells.isEmpty() ? widest : Math.max(widest, cells.lastKey());
        }
        List<Line> all = new ArrayList<>();
        all.add(new Line(0, header(widest)));
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                all.add(new Line(i + 1L, row(read.get(i), widest)));
            }
        }
        return all;
    }

    /** The label by index 0 and the values by theirs; empty if the line is not written so. */
    private static NavigableMap<Integer, String> cells(String line) {
        NavigableMap<Integer, String> cells = new TreeMap<>();
        for (String part : line.strip().split("\\s+", -1)) {
            String[] sides = part.split(":", -1);
            boolean label = cells.isEmpty() && sides.length == 1;
            if (!label && (sides.length != 2 || !sides[0].matches("[1-9][0-9]{0,4}"))) {
                return new TreeMap<>();
            }
            int index = label ? 0 : Integer.parseInt(sides[0]);
            if (index > MOST || cells.put(index, sides[sides.length - 1]) != null) {
                return new TreeMap<>();
            }
        }
        return cells;
    }

    private static List<String> header(int widest) {
        List<String> names = new ArrayList<>();
        names.add("label");
        for (int i = 1; i <= widest; i++) {
            names.add("x" + i);
        }
        return names;
    }

    private static List<String> row(NavigableMap<Integer, String> cells, int widest) {
        if (cells.isEmpty()) {
            return List.of();
        }
        String[] row = new String[widest + 1];
        Arrays.fill(row, "0");
        cells.forEach((index, value) -> row[index] = value);
        return List.of(row);
    }
}
