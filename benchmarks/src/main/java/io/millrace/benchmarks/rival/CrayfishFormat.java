package io.millrace.benchmarks.rival;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.millrace.benchmarks.flow.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Crayfish's records as JSON, read and written its way: with a mapper and a module that are made for each record. All
 * numbers of a record are one text with a comma after each.
 */
final class CrayfishFormat {
    private static final String TIMESTAMP = "creationTimestamp";
    private static final String POINTS = "dataPointSz1";
    private static final String WIDTH = "dataPointSz2";
    private static final String NUMBERS = "dataPoint";
    private static final String PREDICTION = "prediction";

    private CrayfishFormat() {}

    static CrayfishRecord read(byte[] value) throws IOException {
        SimpleModule module = new SimpleModule();
        module.addDeserializer(CrayfishRecord.class, new Deserializer());
        return new ObjectMapper().registerModule(module).readValue(value, CrayfishRecord.class);
    }

    static byte[] write(CrayfishRecord record) throws IOException {
        SimpleModule module = new SimpleModule();
        module.addSerializer(CrayfishRecord.class, new Serializer());
        return new ObjectMapper().registerModule(module).writeValueAsBytes(record);
    }

    /** The answer in a record with a prediction, which is read without the rest. */
    static Answer answer(byte[] value) throws IOException {
        JsonNode record = new ObjectMapper().readTree(value);
        String[] texts =
                record.path(PREDICTION).asText().replaceAll("[\\[\\]\\s]", "").split(",", -1);
        float[] outputs = new float[texts.length];
        for (int i = 0; i < texts.length; i++) {
            outputs[i] = Float.parseFloat(texts[i]);
        }
        return new Answer(null, record.path(TIMESTAMP).asText(), outputs);
    }

    private static final class Deserializer extends StdDeserializer<CrayfishRecord> {
        private static final long serialVersionUID = 1;

        Deserializer() {
            super(CrayfishRecord.class);
        }

        @Override
        public CrayfishRecord deserialize(JsonParser json, DeserializationContext context) throws IOException {
            JsonNode record = json.getCodec().readTree(json);
            int width = record.get(WIDTH).asInt();
            String[] texts = record.get(NUMBERS).asText().split(",", -1);
            List<List<Float>> points = new ArrayList<>();
            for (int i = 0; i < record.get(POINTS).asInt(); i++) {
                List<Float> point = new ArrayList<>();
                for (int j = 0; j < width; j++) {
                    point.add(Float.valueOf(texts[i * width + j]));
                }
                points.add(point);
            }
            return new CrayfishRecord(record.get(TIMESTAMP).asLong(), points, new ArrayList<>());
        }
    }

    private static final class Serializer extends StdSerializer<CrayfishRecord> {
        private static final long serialVersionUID = 1;

        Serializer() {
            super(CrayfishRecord.class);
        }

        @Override
        public void serialize(CrayfishRecord record, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            StringBuilder numbers = new StringBuilder();
            for (List<Float> point : record.dataPoints()) {
                for (Float number : point) {
                    numbers.append(number).append(',');
                }
            }
            json.writeStartObject();
            json.writeNumberField(TIMESTAMP, record.creationTimestamp());
            json.writeNumberField(POINTS, record.dataPoints().size());
            json.writeNumberField(WIDTH, record.dataPoints().get(0).size());
            json.writeStringField(NUMBERS, numbers.toString());
            json.writeStringField(PREDICTION, record.predictions().toString());
            json.writeEndObject();
        }
    }
}
