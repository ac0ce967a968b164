package io.millrace.benchmarks.rival;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.config.EventsConfig;
import io.millrace.config.FieldConfig;
import io.millrace.models.feature.Values;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.RawEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.MapFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decodes JSON as most programs do: all of it into Jackson's tree, and from there into a map of boxed values. The mapper
 * is made once, and nothing is checked.
 */
final class TreeDecoder implements MapFunction<RawEvent, Event> {
    private static final long serialVersionUID = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventsConfig events;

    TreeDecoder(EventsConfig events) {
        this.events = events;
    }

    @Override
    public Event map(RawEvent raw) throws IOException {
        JsonNode tree = JSON.readTree(Objects.requireNonNull(raw.value()));
        Map<String, Object> boxes = new HashMap<>();
        for (FieldConfig field : events.fields()) {
            boxes.put(field.name(), boxed(field, tree.path(field.name())));
        }
        return new Event(
                raw,
                tree.path(events.id()).asText(),
                tree.path(events.key()).asText(),
                tree.path(events.time().field()).asLong(),
                values(boxes));
    }

    private static Object boxed(FieldConfig field, JsonNode node) {
        return switch (field.type()) {
            case FLOAT, INT -> node.asDouble();
            case BOOL -> node.asBoolean() ? 1.0 : 0.0;
            case CATEGORY -> node.asText();
            case VECTOR -> elements(node);
        };
    }

    private static List<Float> elements(JsonNode node) {
        List<Float> elements = new ArrayList<>();
        for (String element : node.asText().split(",", -1)) {
            if (!element.isEmpty()) {
                elements.add(Float.valueOf(element));
            }
        }
        return elements;
    }

    private Values values(Map<String, Object> boxes) {
        int fields = events.fields().size();
        double[] numbers = new double[fields];
        @Nullable String[] texts = new String[fields];
        float[][] vectors = new float[fields][];
        for (int i = 0; i < fields; i++) {
            Object box = boxes.get(events.fields().get(i).name());
            numbers[i] = box instanceof Double number ? number : Double.NaN;
            texts[i] = box instanceof String text ? text : null;
            if (box instanceof List<?> elements) {
                vectors[i] = new float[elements.size()];
                for (int j = 0; j < vectors[i].length; j++) {
                    vectors[i][j] = (Float) elements.get(j);
                }
            }
        }
        return new Values(numbers, texts, vectors);
    }
}
