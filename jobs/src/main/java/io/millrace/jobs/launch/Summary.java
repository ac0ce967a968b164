package io.millrace.jobs.launch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The result of a command, by name: a table for people, one JSON object for programs. */
public final class Summary {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Object> values = new LinkedHashMap<>();

    /** Adds a text, a number, a truth value, a list of texts, or a map of texts to numbers. */
    public Summary put(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** The values by name. */
    Map<String, Object> fields() {
        return Collections.unmodifiableMap(values);
    }

    /** Prints the table and, for programs, the object on the last line. */
    public void print(Console console, boolean json) {
        table().forEach(console::print);
        if (json) {
            console.print(json());
        }
    }

    /** One line per value; a value that says nothing is left out. */
    List<String> table() {
        int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        values.forEach((name, value) -> {
            if (!empty(value)) {
                lines.add(String.format(Locale.ROOT, "%-" + (width + 2) + "s%s", name.replace('_', ' '), text(value)));
            }
        });
        return lines;
    }

    /** All values as one line. */
    String json() {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            write(json, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                write(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(json, element);
            }
            json.writeEndArray();
        } else if (value instanceof Double number && !Double.isFinite(number)) {
            json.writeNull();
        } else {
            json.writePOJO(value);
        }
    }

    private static boolean empty(Object value) {
        return value.equals("")
                || (value instanceof List<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
    }

    private static String text(Object value) {
        if (value instanceof Double number) {
            return number(number);
        }
        if (value instanceof Long || value instanceof Integer) {
            return String.format(Locale.ROOT, "%,d", ((Number) value).longValue());
        }
        if (value instanceof List<?> list) {
            return String.join(", ", list.stream().map(String::valueOf).toList());
        }
        if (value instanceof Map<?, ?> map) {
            return String.join(
                    ", ",
                    map.entrySet().stream()
                            .map(each -> each.getKey() + " " + text(each.getValue()))
                            .toList());
        }
        return String.valueOf(value);
    }

    private static String number(double number) {
        double size = Math.abs(number);
        return String.format(Locale.ROOT, size >= 1000 ? "%,.0f" : size >= 1 ? "%,.2f" : "%.4f", number);
    }
}
