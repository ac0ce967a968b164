package io.millrace.operators.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.config.ViewConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/** A hash for each row, with a field for each column. A key of which no such field is there is not known. */
final class RedisHashes implements RedisLayout {
    private static final String WRONG_TYPE = "WRONGTYPE";

    private final ViewConfig view;
    private final ViewConfig.Redis redis;
    private final byte[][] fields;

    /** Asks for the time first, then for the columns. */
    RedisHashes(ViewConfig view, ViewConfig.Redis redis) {
        this.view = view;
        this.redis = redis;
        List<byte[]> names = new ArrayList<>(List.of(redis.timeColumn().getBytes(UTF_8)));
        view.columns().forEach(column -> names.add(column.name().getBytes(UTF_8)));
        this.fields = names.toArray(new byte[0][]);
    }

    @Override
    public List<@Nullable Object> ask(Connection connection, List<String> keys) {
        for (String key : keys) {
            byte[][] arguments = new byte[fields.length + 1][];
            arguments[0] = RedisConnections.key(redis, key);
            System.arraycopy(fields, 0, arguments, 1, fields.length);
            connection.sendCommand(Protocol.Command.HMGET, arguments);
        }
        List<@Nullable Object> answers = connection.getMany(keys.size());
        for (Object answer : answers) {
            if (answer instanceof JedisDataException refusal && !isWrongType(refusal)) {
                throw refusal;
            }
        }
        return answers;
    }

    @Override
    public @Nullable FeatureRow row(@Nullable Object answer) throws NoRowException {
        if (!(answer instanceof List<?> values)) {
            throw new NoRowException("it holds no hash");
        }
        RowDraft draft = new RowDraft(view.columns());
        boolean known = false;
        for (int i = 0; i < fields.length; i++) {
            if (values.get(i) instanceof byte[] bytes) {
                known = true;
                put(draft, i, new String(bytes, UTF_8));
            }
        }
        return known ? draft.finish() : null;
    }

    private static void put(RowDraft draft, int field, String text) {
        if (field == 0) {
            draft.time(text);
        } else if (draft.vector(field - 1)) {
            draft.put(field - 1, JsonArrays.read(text));
        } else {
            draft.put(field - 1, text);
        }
    }

    private static boolean isWrongType(JedisDataException refusal) {
        return String.valueOf(refusal.getMessage()).startsWith(WRONG_TYPE);
    }
}
