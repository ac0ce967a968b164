package io.millrace.models.registry;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.millrace.config.FieldType;
import io.millrace.config.bind.Nearest;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.ColumnEncoding;
import io.millrace.models.feature.InputEncoding;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.ModelLoadException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Golden rows as CSV: one column per column that the model reads, then {@code output[0]}, {@code output[1]} and so on. An
 * empty cell is a missing value; the elements of a vector are separated by blanks.
 */
final class GoldenCsv {
    private final Schema schema;
    private final int width;

    GoldenCsv(List<InputEncoding> inputs, int width) {
        this.schema = schema(inputs);
        this.width = width;
    }

    /** The columns that the encodings read, each once. */
    static Schema schema(List<InputEncoding> inputs) {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (InputEncoding input : inputs) {
            for (ColumnEncoding each : input.columns()) {
                columns.putIfAbsent(each.column(), column(each));
            }
        }
        return new Schema(List.copyOf(columns.values()));
    }

    private static Column column(ColumnEncoding each) {
        return each.encoding()
                .fold(
                        numeric -> new Column(each.column(), FieldType.FLOAT, 1),
                        oneHot -> new Column(each.column(), FieldType.CATEGORY, 1),
                        index -> new Column(each.column(), FieldType.CATEGORY, 1),
                        vector -> new Column(each.column(), FieldType.VECTOR, vector.length()));
    }

    Schema schema() {
        return schema;
    }

    /** Reads the golden rows of a version: exactly these columns, in this order. */
    Golden read(byte[] csv) throws ModelLoadException {
        List<List<String>> lines = lines(csv, Golden.MAX_ROWS + 1);
        if (!lines.get(0).equals(header())) {
            throw new ModelLoadException("golden rows have other columns than the model: columns=" + lines.get(0)
                    + ", expected=" + header());
        }
        return golden(lines);
    }

    /** Reads golden rows whose columns may stand in any order and beside others. */
    Golden readByName(byte[] csv) throws ModelLoadException {
        return golden(select(lines(csv, Golden.MAX_ROWS + 1), header()));
    }

    /** Reads the first rows, without outputs, from columns in any order and beside others. */
    List<Values> readRows(byte[] csv, int limit) throws ModelLoadException {
        return rows(select(lines(csv, limit), header().subList(0, schema.size())));
    }

    private Golden golden(List<List<String>> lines) throws ModelLoadException {
        if (lines.size() > Golden.MAX_ROWS + 1) {
            throw new ModelLoadException("there are too many golden rows: max=" + Golden.MAX_ROWS);
        }
        List<String> outputs = new ArrayList<>();
        for (List<String> line : lines.subList(1, lines.size())) {
            outputs.addAll(line.subList(schema.size(), schema.size() + width));
        }
        return new Golden(schema, rows(lines), floats(outputs, "output"));
    }

    /** The header and the first rows, each with as many cells as the header. */
    private static List<List<String>> lines(byte[] csv, int limit) throws ModelLoadException {
        List<List<String>> lines = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(new String(csv, StandardCharsets.UTF_8))) {
            for (CsvRecord line : reader) {
                if (!lines.isEmpty() && line.getFieldCount() != lines.get(0).size()) {
                    throw new ModelLoadException("golden rows have another form: line=" + line.getStartingLineNumber()
                            + ", cells=" + line.getFieldCount() + ", expected="
                            + lines.get(0).size());
                }
                lines.add(line.getFields());
                if (lines.size() > limit) {
                    break;
                }
            }
        } catch (CsvParseException | IOException e) {
            throw new ModelLoadException("golden rows are no CSV: cause=" + e.getMessage(), e);
        }
        if (lines.size() < 2) {
            throw new ModelLoadException("there are no golden rows: file=" + Golden.FILE);
        }
        return lines;
    }

    private static List<List<String>> select(List<List<String>> lines, List<String> columns) throws ModelLoadException {
        List<String> header = lines.get(0);
        int[] places = new int[columns.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = header.indexOf(columns.get(i));
            if (places[i] < 0) {
                throw new ModelLoadException("rows lack a column: column=" + columns.get(i)
                        + Nearest.hint(columns.get(i), header) + "; columns=" + header);
            }
        }
        return lines.stream()
                .map(line -> Arrays.stream(places).mapToObj(line::get).toList())
                .toList();
    }

    /** The rows below the header. */
    private List<Values> rows(List<List<String>> lines) throws ModelLoadException {
        List<Values> rows = new ArrayList<>();
        for (List<String> line : lines.subList(1, lines.size())) {
            rows.add(row(line));
        }
        return rows;
    }

    private List<String> header() {
        List<String> header =
                schema.columns().stream().map(Column::name).collect(Collectors.toCollection(ArrayList::new));
        IntStream.range(0, width).forEach(i -> header.add("output[" + i + "]"));
        return header;
    }

    private Values row(List<String> line) throws ModelLoadException {
        double[] numbers = new double[schema.size()];
        Arrays.fill(numbers, Double.NaN);
        @Nullable String[] texts = new String[schema.size()];
        float[][] vectors = new float[schema.size()][];
        for (int i = 0; i < schema.size(); i++) {
            String cell = line.get(i);
            Column column = schema.column(i);
            if (cell.isEmpty()) {
                continue;
            }
            switch (column.type()) {
                case CATEGORY -> texts[i] = cell;
                case VECTOR -> vectors[i] = vector(cell, column);
                case FLOAT, INT, BOOL -> numbers[i] = number(cell, column.name());
            }
        }
        return new Values(numbers, texts, vectors);
    }

    private static float[] vector(String cell, Column column) throws ModelLoadException {
        float[] vector = floats(List.of(cell.split(" ")), column.name());
        if (vector.length != column.length()) {
            throw new ModelLoadException("golden row has a vector of another length: column=" + column.name()
                    + ", length=" + vector.length + ", expected=" + column.length());
        }
        return vector;
    }

    private static float[] floats(List<String> cells, String column) throws ModelLoadException {
        float[] floats = new float[cells.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) number(cells.get(i), column);
        }
        return floats;
    }

    private static double number(String cell, String column) throws ModelLoadException {
        try {
            double number = Double.parseDouble(cell);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below, like a number that is not finite
        }
        throw new ModelLoadException("golden row holds no finite number: column=" + column + ", value=" + cell);
    }

    /** Writes rows of this schema with their outputs. */
    byte[] write(Golden golden) {
        StringWriter text = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder().build(text)) {
            writer.writeRecord(header());
            for (int i = 0; i < golden.rows().size(); i++) {
                writer.writeRecord(cells(golden, i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private List<String> cells(Golden golden, int row) {
        List<String> cells = new ArrayList<>();
        for (int column = 0; column < schema.size(); column++) {
            cells.add(cell(golden.rows().get(row), column));
        }
        for (int output = 0; output < width; output++) {
            cells.add(Float.toString(golden.expected()[row * width + output]));
        }
        return cells;
    }

    private String cell(Values row, int column) {
        return switch (schema.column(column).type()) {
            case CATEGORY -> {
                String text = row.text(column);
                yield text == null ? "" : text;
            }
            case VECTOR -> {
                float[] vector = row.vector(column);
                yield vector == null
                        ? ""
                        : IntStream.range(0, vector.length)
                                .mapToObj(i -> Float.toString(vector[i]))
                                .collect(Collectors.joining(" "));
            }
            case FLOAT, INT, BOOL -> Double.isNaN(row.number(column)) ? "" : Double.toString(row.number(column));
        };
    }
}
