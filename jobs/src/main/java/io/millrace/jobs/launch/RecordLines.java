package io.millrace.jobs.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.operators.record.Header;
import io.millrace.operators.record.RawEvent;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** How a record of a topic is shown: some lines for people, or one JSON object a line for programs. */
interface RecordLines {

    List<String> forPeople(RawEvent record);

    List<String> forPrograms(RawEvent record);

    /** A record whose value is a JSON object that says everything, with the paths that a person wants to see. */
    static RecordLines ofJson(List<String> paths) {
        return new RecordLines() {
            @Override
            public List<String> forPeople(RawEvent record) {
                Optional<Map<String, String>> fields =
                        Optional.ofNullable(record.value()).flatMap(JsonFields::read);
                return List.of(fields.map(each -> line(record, each, paths)).orElseGet(() -> opaque(record)));
            }

            @Override
            public List<String> forPrograms(RawEvent record) {
                byte[] value = record.value();
                return value == null ? List.of() : List.of(new String(value, UTF_8));
            }
        };
    }

    /** A record as it is: an event, or a dead letter whose headers say what was wrong with it. */
    static RecordLines asItIs(String headerPrefix) {
        return new RecordLines() {
            @Override
            public List<String> forPeople(RawEvent record) {
                StringJoiner line = new StringJoiner("  ");
                for (Header header : record.headers()) {
                    if (header.name().startsWith(headerPrefix) && header.value() != null) {
                        line.add(header.name().substring(headerPrefix.length()) + "=" + text(header.value()));
                    }
                }
                return List.of(line.add(opaque(record)).toString());
            }

            @Override
            public List<String> forPrograms(RawEvent record) {
                return List.of(json(record));
            }
        };
    }

    private static String line(RawEvent record, Map<String, String> fields, List<String> paths) {
        StringJoiner line = new StringJoiner("  ");
        for (String path : paths) {
            fields.forEach((name, value) -> {
                if (name.equals(path) || (path.endsWith(".") && name.startsWith(path))) {
                    line.add(name.substring(name.lastIndexOf('.') + 1) + "=" + value);
                }
            });
        }
        return line.length() == 0 ? opaque(record) : line.toString();
    }

    private static String opaque(RawEvent record) {
        return record.position() + "  key=" + text(record.key()) + "  value=" + text(record.value());
    }

    private static String json(RawEvent record) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("topic", record.position().topic());
            json.writeNumberField("partition", record.position().partition());
            json.writeNumberField("offset", record.position().offset());
            json.writeNumberField("timestamp", record.timestamp());
            write(json, "key", record.key());
            write(json, "value", record.value());
            json.writeArrayFieldStart("headers");
            for (Header header : record.headers()) {
                json.writeStartObject();
                json.writeStringField("name", header.name());
                write(json, "value", header.value());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    /* Bytes that are no text keep their value under another name, so that a program never guesses. */
    private static void write(JsonGenerator json, String name, byte @Nullable [] bytes) throws IOException {
        if (bytes == null) {
            json.writeNullField(name);
            return;
        }
        Optional<String> text = utf8(bytes);
        if (text.isPresent()) {
            json.writeStringField(name, text.get());
        } else {
            json.writeStringField(name + "_base64", Base64.getEncoder().encodeToString(bytes));
        }
    }

    private static String text(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "null";
        }
        String text = utf8(bytes).orElse("(" + bytes.length + " bytes)");
        String shown = text.length() <= 200 ? text : text.substring(0, 200) + "…";
        return shown.codePoints()
                .map(point -> Character.isISOControl(point) ? '.' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
