package io.millrace.operators.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.millrace.operators.record.Position;
import java.util.Arrays;

/**
 * Writes prediction ids as {@link Position#toString} does. It remembers topic and partition, which are those of the event before
 * for most events. Used by one thread.
 */
final class PositionText {
    private static final int MAX_LONG_BYTES = 20;
    private static final int MAX_INT_BYTES = 11;

    private String topic = "";
    private int partition = -1;
    private int numbersAt;
    private byte[] text = {};

    /** The id in UTF-8. */
    byte[] of(Position position) {
        if (position.partition() != partition || !position.topic().equals(topic)) {
            remember(position);
        }
        int size = NumberOutput.outputLong(position.offset(), text, numbersAt);
        if (position.row() != Position.NO_ROW) {
            text[size++] = '-';
            size = NumberOutput.outputInt(position.row(), text, size);
        }
        return Arrays.copyOf(text, size);
    }

    private void remember(Position position) {
        topic = position.topic();
        partition = position.partition();
        byte[] beginning = (topic + '-' + partition + '-').getBytes(UTF_8);
        numbersAt = beginning.length;
        text = Arrays.copyOf(beginning, numbersAt + MAX_LONG_BYTES + 1 + MAX_INT_BYTES);
    }
}
