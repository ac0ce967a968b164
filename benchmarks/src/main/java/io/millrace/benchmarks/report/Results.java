package io.millrace.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Results as JSON files. The names of the fields are those of the records, in snake case. The ratios are written for
 * other programs and not read back, because they follow from the rounds and the seed.
 */
public final class Results {
    /** Format of the file; it changes when a file can no longer be read as one of this format. */
    static final int SCHEMA = 2;

    private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new MissingNumbers())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .withConfigOverride(List.class, list -> list.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .defaultPrettyPrinter(
                    new DefaultPrettyPrinter().withArrayIndenter(LINES).withObjectIndenter(LINES))
            .build();

    private Results() {}

    /** Writes a result to a file. */
    public static void write(Path file, Result result) throws IOException {
        Files.writeString(file, text(result) + "\n");
    }

    /** Reads a result from a file. */
    public static Result read(Path file) throws IOException {
        try {
            return parse(Files.readString(file));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IOException("file holds no result that can be read: file=" + file + ", " + e.getMessage(), e);
        }
    }

    /** A result as one line of JSON. */
    public static String line(Result result) {
        return document(result).toString();
    }

    static String text(Result result) {
        return json(document(result));
    }

    private static ObjectNode document(Result result) {
        ObjectNode document = JSON.createObjectNode();
        document.put("schema", SCHEMA);
        document.setAll((ObjectNode) JSON.valueToTree(result));
        document.set("ratios", JSON.valueToTree(result.ratios()));
        return document;
    }

    static Result parse(String text) throws JsonProcessingException {
        ObjectNode document = JSON.readValue(text, ObjectNode.class);
        int schema = document.path("schema").asInt();
        if (schema != SCHEMA) {
            throw new IllegalArgumentException("schema=" + schema + ", expected=" + SCHEMA);
        }
        return JSON.treeToValue(document, Result.class);
    }

    /** Anything of this package in the format of the file. */
    static String json(Object value) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("value cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }
}
