package io.millrace.operators.enrich;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.config.ViewConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/** A string for each row that holds a JSON object with a member for each column; other members are passed over. */
final class RedisDocuments implements RedisLayout {
    private static final JsonFactory JSON = new JsonFactory();

    private final ViewConfig view;
    private final ViewConfig.Redis redis;
    private final Map<String, Integer> columns = new HashMap<>();

    RedisDocuments(ViewConfig view, ViewConfig.Redis redis) {
        this.view = view;
        this.redis = redis;
        for (int i = 0; i < view.columns().size(); i++) {
            columns.put(view.columns().get(i).name(), i);
        }
    }

    @Override
    public List<@Nullable Object> ask(Connection connection, List<String> keys) {
        byte[][] arguments =
                keys.stream().map(key -> RedisConnections.key(redis, key)).toArray(byte[][]::new);
        connection.sendCommand(Protocol.Command.MGET, arguments);
        Object answer = connection.getMany(1).get(0);
        if (answer instanceof JedisDataException refusal) {
            throw refusal;
        }
        if (!(answer instanceof List<?> values) || values.size() != keys.size()) {
            throw new JedisDataException("answer is no list of values: keys=" + keys.size());
        }
        return new ArrayList<>(values);
    }

    @Override
    public @Nullable FeatureRow row(@Nullable Object answer) throws NoRowException {
        if (!(answer instanceof byte[] bytes)) {
            return null;
        }
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new NoRowException("it holds no JSON object");
            }
            RowDraft draft = new RowDraft(view.columns());
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                member(parser, name, draft);
            }
            return draft.finish();
        } catch (IOException e) {
            throw new NoRowException("it holds no JSON object: " + e.getMessage());
        }
    }

    private static void vector(JsonParser parser, int column, RowDraft draft) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            draft.put(column, JsonArrays.read(parser));
        } else {
            parser.skipChildren();
        }
    }

    private void member(JsonParser parser, String name, RowDraft draft) throws IOException {
        Integer column = columns.get(name);
        boolean value = parser.currentToken().isScalarValue() && parser.currentToken() != JsonToken.VALUE_NULL;
        if (column != null && draft.vector(column)) {
            vector(parser, column, draft);
        } else if (value && column != null) {
            draft.put(column, parser.getText());
        } else if (value && name.equals(redis.timeColumn())) {
            draft.time(parser.getText());
        } else {
            parser.skipChildren();
        }
    }
}
