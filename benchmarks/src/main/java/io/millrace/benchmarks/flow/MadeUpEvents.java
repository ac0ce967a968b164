package io.millrace.benchmarks.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.config.EventsConfig;
import io.millrace.config.FieldConfig;
import io.millrace.config.FieldType;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.validate.FrameWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/** Events that a pipeline takes, made from nothing but the fields that it declares. */
final class MadeUpEvents {
    private static final JsonFactory JSON = new JsonFactory();
    private static final long FIRST_MILLIS = 1_750_000_000_000L;
    private static final int ENTITIES = 1_000;
    private static final int CATEGORIES = 16;

    private final EventsConfig events;
    private final Chance chance = new Chance("made up");
    private final FrameWriter frames;

    MadeUpEvents(EventsConfig events) {
        this.events = events;
        this.frames = FrameWriter.precise(Schema.ofEvent(events));
    }

    Outbound event(int index) {
        Values values = values(index, events.fields().size());
        byte[] value =
                switch (events.format()) {
                    case JSON -> json(index, values);
                    case ARROW ->
                        throw new IllegalStateException("events are made up as JSON or frames only: format=arrow");
                    case FRAME ->
                        frames.write(text(events.id(), index), text(events.key(), index), time(index), values);
                };
        return new Outbound(text(events.key(), index).getBytes(UTF_8), value, List.of());
    }

    /** The values of the declared fields, in a row of so many columns; the others are missing. */
    Values values(int index, int columns) {
        double[] numbers = new double[columns];
        Arrays.fill(numbers, Double.NaN);
        String[] texts = new String[columns];
        float[][] vectors = new float[columns][];
        SplittableRandom random = chance.of(index);
        for (int i = 0; i < events.fields().size(); i++) {
            FieldConfig field = events.fields().get(i);
            switch (field.type()) {
                case FLOAT -> numbers[i] = timed(field) ? time(index) : number(field, random);
                case INT -> numbers[i] = timed(field) ? time(index) : whole(field, index, random);
                case BOOL -> numbers[i] = random.nextInt(2);
                case CATEGORY -> texts[i] = timed(field) ? timeText(index) : category(field, index, random);
                case VECTOR -> vectors[i] = vector(field, random);
            }
        }
        return new Values(numbers, texts, vectors);
    }

    private byte[] json(int index, Values values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            Set<String> names = new LinkedHashSet<>(List.of(events.id(), events.key()));
            names.remove(events.time().field());
            for (String name : names) {
                if (!declared(name)) {
                    json.writeStringField(name, text(name, index));
                }
            }
            if (!declared(events.time().field())) {
                writeTime(json, index);
            }
            for (int i = 0; i < events.fields().size(); i++) {
                write(json, events.fields().get(i), values, i);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void writeTime(JsonGenerator json, int index) throws IOException {
        EventsConfig.Time time = events.time();
        if (time.pattern() == null) {
            json.writeNumberField(time.field(), time(index));
        } else {
            json.writeStringField(time.field(), timeText(index));
        }
    }

    private boolean declared(String name) {
        return events.fields().stream().anyMatch(field -> field.name().equals(name));
    }

    private String timeText(int index) {
        EventsConfig.Time time = events.time();
        DateTimeFormatter form = time.pattern() == null
                ? DateTimeFormatter.ISO_INSTANT
                : DateTimeFormatter.ofPattern(time.pattern(), Locale.ROOT).withZone(time.zone());
        return form.format(Instant.ofEpochMilli(time(index)));
    }

    /** Whether a declared field is also the time of the event. */
    private boolean timed(FieldConfig field) {
        return field.name().equals(events.time().field());
    }

    private double whole(FieldConfig field, int index, SplittableRandom random) {
        return named(field) ? index : Math.floor(number(field, random));
    }

    private static void write(JsonGenerator json, FieldConfig field, Values values, int column) throws IOException {
        json.writeFieldName(field.name());
        switch (field.type()) {
            case FLOAT, INT -> {
                double number = values.number(column);
                if (number == Math.rint(number)) {
                    json.writeNumber((long) number); // a time in milliseconds has no exponent
                } else {
                    json.writeNumber(number);
                }
            }
            case BOOL -> json.writeBoolean(values.number(column) != 0);
            case CATEGORY -> json.writeString(values.text(column));
            case VECTOR -> {
                json.writeStartArray();
                for (float element : Objects.requireNonNull(values.vector(column))) {
                    json.writeNumber(element);
                }
                json.writeEndArray();
            }
        }
    }

    private boolean named(FieldConfig field) {
        return field.name().equals(events.id()) || field.name().equals(events.key());
    }

    /** The name of an event or of its entity. Digits only, because a field with a name may be a number. */
    private String text(String field, int index) {
        return Integer.toString(field.equals(events.id()) ? index : index % ENTITIES);
    }

    private static long time(int index) {
        return FIRST_MILLIS + index;
    }

    private static double number(FieldConfig field, SplittableRandom random) {
        double min = field.min() == null ? 0 : field.min();
        double max = field.max() == null ? min + 1 : field.max();
        double share = random.nextInt(10_000) / 1e4;
        return field.type() == FieldType.INT ? Math.rint(min + share * (max - min)) : min + share * (max - min);
    }

    private String category(FieldConfig field, int index, SplittableRandom random) {
        if (named(field)) {
            return text(field.name(), index);
        }
        return field.values().isEmpty()
                ? "v" + random.nextInt(CATEGORIES)
                : field.values().get(random.nextInt(field.values().size()));
    }

    private static float[] vector(FieldConfig field, SplittableRandom random) {
        float[] elements = new float[field.length()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = (float) number(field, random);
        }
        return elements;
    }
}
