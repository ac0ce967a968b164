package io.millrace.jobs.embedded;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/**
 * What the process that hosts the broker tells the other commands.
 *
 * @param pid the hosting process
 * @param port where the broker listens
 */
record BrokerNote(long pid, int port, Instant started) {
    private static final JsonFactory JSON = new JsonFactory();

    String bootstrap() {
        return BrokerSettings.HOST + ":" + port;
    }

    /** Writes the note so that a reader sees all of it or none. */
    void write(Path file) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try (JsonGenerator json = JSON.createGenerator(Files.newOutputStream(draft))) {
            json.writeStartObject();
            json.writeNumberField("pid", pid);
            json.writeStringField("bootstrap", bootstrap());
            json.writeNumberField("port", port);
            json.writeStringField("started", started.toString());
            json.writeEndObject();
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The note in a file, or nothing if there is none or it cannot be understood. */
    static Optional<BrokerNote> read(Path file) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        long pid = 0;
        int port = 0;
        Instant started = Instant.EPOCH;
        try (JsonParser json = JSON.createParser(bytes)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    switch (name) {
                        case "pid" -> pid = json.getValueAsLong();
                        case "port" -> port = json.getValueAsInt();
                        case "started" -> started = Instant.parse(json.getValueAsString("1970-01-01T00:00:00Z"));
                        default -> json.skipChildren();
                    }
                }
            }
        } catch (IOException | java.time.format.DateTimeParseException e) {
            return Optional.empty();
        }
        return port == 0 ? Optional.empty() : Optional.of(new BrokerNote(pid, port, started));
    }
}
