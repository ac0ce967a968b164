package io.millrace.models.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A line of {@value DecisionLog#FILE}: an object whose last field is the hash of the one before it and of itself without
 * that field.
 */
final class DecisionLine {
    static final int MAX_CHARACTERS = 64 << 10;

    private static final String HASH = ",\"hash\":\"";
    private static final int HASH_LENGTH = HASH.length() + 64 + 2;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxNumberLength(64)
                    .maxStringLength(MAX_CHARACTERS)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private DecisionLine() {}

    /** Makes the line behind another, of which the hash is given. */
    static LoggedDecision chain(String previous, long number, Instant time, Decision decision, long epoch) {
        String content = write(number, time, decision, epoch);
        String hash = hash(previous, content);
        String line = content.substring(0, content.length() - 1) + HASH + hash + "\"}";
        return new LoggedDecision(number, time, decision, epoch, hash, line);
    }

    /** Reads a line; empty if it is none, or was not written behind the one with this hash. */
    static Optional<LoggedDecision> read(String previous, String line) {
        int end = line.length() - HASH_LENGTH;
        if (end < 1 || line.length() > MAX_CHARACTERS || !line.startsWith(HASH, end) || !line.endsWith("\"}")) {
            return Optional.empty();
        }
        String content = line.substring(0, end) + "}";
        String hash = line.substring(end + HASH.length(), line.length() - 2);
        if (!hash.equals(hash(previous, content))) {
            return Optional.empty();
        }
        try (JsonParser json = JSON.createParser(content)) {
            return Optional.of(read(json, hash, line));
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String hash(String previous, String content) {
        return Sha256.of((previous + content).getBytes(UTF_8));
    }

    private static String write(long number, Instant time, Decision decision, long epoch) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeNumberField("number", number);
            json.writeStringField("time", time.toString());
            json.writeStringField("kind", decision.kind().toString());
            json.writeNumberField("version", decision.version());
            json.writeNumberField("share", decision.share());
            json.writeNumberField("epoch", epoch);
            json.writeStringField("by", decision.by());
            json.writeStringField("why", decision.why());
            json.writeObjectFieldStart("evidence");
            for (Map.Entry<String, Double> each : decision.evidence().entrySet()) {
                json.writeNumberField(each.getKey(), each.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    private static LoggedDecision read(JsonParser json, String hash, String line) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, Double> evidence = new LinkedHashMap<>();
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String number = json.currentName();
                    json.nextToken();
                    evidence.put(number, json.getDoubleValue());
                }
            } else {
                texts.put(name, json.getText());
            }
        }
        Decision decision = new Decision(
                Decision.Kind.valueOf(text(texts, "kind").toUpperCase(Locale.ROOT)),
                Integer.parseInt(text(texts, "version")),
                Double.parseDouble(text(texts, "share")),
                text(texts, "by"),
                text(texts, "why"),
                evidence);
        return new LoggedDecision(
                Long.parseLong(text(texts, "number")),
                Instant.parse(text(texts, "time")),
                decision,
                Long.parseLong(text(texts, "epoch")),
                hash,
                line);
    }

    private static String text(Map<String, String> texts, String name) {
        String text = texts.get(name);
        if (text == null) {
            throw new IllegalArgumentException("decision lacks a field: field=" + name);
        }
        return text;
    }
}
