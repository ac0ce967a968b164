package io.millrace.models.registry;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.millrace.config.FieldType;
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

    /** Reads rows with their expected outputs. */
    Golden read(byte[] csv) throws ModelLoadException {
        List<Values> rows = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(new String(csv, StandardCharsets.UTF_8))) {
            for (CsvRecord line : reader) {
                if (line.getStartingLineNumber() == 1) {
                    requireHeader(line.getFields());
                } else {
                    requireCells(line, rows.size());
                    rows.add(row(line));
                    outputs.addAll(line.getFields().subList(schema.size(), schema.size() + width));
                }
            }
        } catch (CsvParseException | IOException e) {
            throw new ModelLoadException("golden rows are no CSV: cause=" + e.getMessage(), e);
        }
        if (rows.isEmpty()) {
            throw new ModelLoadException("there are no golden rows: file=" + Golden.FILE);
        }
        return new Golden(schema, rows, floats(outputs, "output"));
    }

    private void requireHeader(List<String> header) throws ModelLoadException {
        if (!header.equals(header())) {
            throw new ModelLoadException(
                    "golden rows have other columns than the model: columns=" + header + ", expected=" + header());
        }
    }

    private void requireCells(CsvRecord line, int rows) throws ModelLoadException {
        if (line.getFieldCount() != schema.size() + width || rows == Golden.MAX_ROWS) {
            throw new ModelLoadException("golden rows have another form: line=" + line.getStartingLineNumber()
                    + ", cells=" + line.getFieldCount() + ", expected=" + (schema.size() + width) + ", max rows="
                    + Golden.MAX_ROWS);
        }
    }

    private List<String> header() {
        List<String> header =
                schema.columns().stream().map(Column::name).collect(Collectors.toCollection(ArrayList::new));
        IntStream.range(0, width).forEach(i -> header.add("output[" + i + "]"));
        return header;
    }

    private Values row(CsvRecord line) throws ModelLoadException {
        double[] numbers = new double[schema.size()];
        Arrays.fill(numbers, Double.NaN);
        @Nullable String[] texts = new String[schema.size()];
        float[][] vectors = new float[schema.size()][];
        for (int i = 0; i < schema.size(); i++) {
            String cell = line.getField(i);
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
