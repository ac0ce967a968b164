package io.millrace.operators.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.EventsConfig;
import io.millrace.models.feature.Schema;
import io.millrace.models.tensor.TableWriter;
import io.millrace.models.time.ManualTicker;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.validate.PoisonEvents.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecoderFuzzTest {
    private static final long NOW = 1_795_000_000_000L;
    private static final int ROUNDS = 60_000;
    private static final int LONGEST = 4_096;
    private static final byte[] ODD = {
        0, 1, '"', '\\', '{', '}', '[', ']', ',', ':', 'e', '-', 'N', (byte) 0xc3, -1, 0x7f
    };

    private final PoisonEvents events = new PoisonEvents(NOW);
    private final EventDecoder json = decoder(EventsConfig.Format.JSON);
    private final EventDecoder frames = decoder(EventsConfig.Format.FRAME);
    private final FrameWriter writer = FrameWriter.precise(schema());

    @Test
    void mutatedJsonIsAnEventOrARejection() {
        List<byte[]> values = new ArrayList<>();
        for (long seed = 0; seed < 10; seed++) {
            for (Kind kind : Kind.values()) {
                addValue(values, events.make(kind, seed));
            }
            for (int good = 0; good < 3 * Kind.values().length; good++) {
                addValue(values, events.good(seed * 1_000 + good));
            }
        }
        assertThat(accepted(json, values)).isBetween(ROUNDS / 50, ROUNDS);
    }

    @Test
    void mutatedFramesAreAnEventOrARejection() {
        List<byte[]> values = new ArrayList<>();
        for (long seed = 0; seed < 500; seed++) {
            values.add(frame((Event) json.decode(events.good(seed)).get(0)));
        }
        assertThat(accepted(frames, values)).isBetween(ROUNDS / 20, ROUNDS);
    }

    @Test
    void everyRowOfMutatedArrowIsAnEventOrARejection() {
        TableWriter tables = new TableWriter(PoisonPipeline.events(EventsConfig.Format.ARROW), schema());
        List<byte[]> values = new ArrayList<>();
        for (long seed = 0; seed < 200; seed++) {
            List<TableWriter.Entry> rows = new ArrayList<>();
            for (int row = 0; row < 4; row++) {
                Event event = (Event) json.decode(events.good(4 * seed + row)).get(0);
                rows.add(new TableWriter.Entry(event.id(), event.key(), event.timeMillis(), event.fields()));
            }
            values.add(tables.write(rows));
        }
        assertThat(accepted(decoder(EventsConfig.Format.ARROW), values)).isBetween(ROUNDS / 20, 4 * ROUNDS);
    }

    private static void addValue(List<byte[]> values, RawEvent event) {
        byte[] value = event.value();
        if (value != null) {
            values.add(Arrays.copyOf(value, Math.min(value.length, LONGEST)));
        }
    }

    /** How many of the mutated values were accepted. */
    private int accepted(EventDecoder decoder, List<byte[]> values) {
        int accepted = 0;
        for (long seed = 0; seed < ROUNDS; seed++) {
            accepted += check(decoder, values.get((int) (seed % values.size())), seed);
        }
        return accepted;
    }

    /** How many events of the mutated value were accepted. */
    private int check(EventDecoder decoder, byte[] value, long seed) {
        byte[] mutated = mutate(value, new Random(seed));
        int accepted = 0;
        for (Decoded decoded : decoder.decode(raw(mutated))) {
            accepted +=
                    decoded.fold(event -> acceptedRightly(event, seed), rejection -> refusedRightly(rejection, seed));
        }
        return accepted;
    }

    private int acceptedRightly(Event event, long seed) {
        Decoded again = frames.decode(raw(frame(event))).get(0);
        assertThat(again).as("seed=%d, event=%s", seed, event).isInstanceOf(Event.class);
        Event read = (Event) again;
        assertThat(List.of(read.id(), read.key(), read.timeMillis(), ArrowEventDecoderTest.copy(read)))
                .as("seed=%d", seed)
                .isEqualTo(List.of(event.id(), event.key(), event.timeMillis(), ArrowEventDecoderTest.copy(event)));
        return 1;
    }

    private static int refusedRightly(Rejection rejection, long seed) {
        assertThat(rejection.detail())
                .as("seed=%d", seed)
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(Rejection.MAX_DETAIL_LENGTH)
                .doesNotContain("decoder failed");
        return 0;
    }

    private byte[] frame(Event event) {
        return writer.write(event.id(), event.key(), event.timeMillis(), event.fields());
    }

    private static byte[] mutate(byte[] value, Random random) {
        byte[] mutated = value.clone();
        for (int i = random.nextInt(4); i >= 0 && mutated.length > 0; i--) {
            int at = random.nextInt(mutated.length);
            switch (random.nextInt(6)) {
                case 0 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutated[at] = ODD[random.nextInt(ODD.length)];
                case 2 -> mutated[at] = (byte) random.nextInt(256);
                case 3 -> mutated = splice(mutated, at, Math.min(mutated.length, at + random.nextInt(8)), 0);
                case 4 -> mutated = splice(mutated, at, at, random.nextInt(8));
                default -> System.arraycopy(mutated, 0, mutated, at, Math.min(at, mutated.length - at) / 4);
            }
        }
        return mutated;
    }

    /** Cuts out a range and puts copies of the byte before it in its place. */
    private static byte[] splice(byte[] bytes, int from, int to, int inserted) {
        byte[] spliced = new byte[bytes.length - (to - from) + inserted];
        System.arraycopy(bytes, 0, spliced, 0, from);
        Arrays.fill(spliced, from, from + inserted, from > 0 ? bytes[from - 1] : (byte) ' ');
        System.arraycopy(bytes, to, spliced, from + inserted, bytes.length - to);
        return spliced;
    }

    private static EventDecoder decoder(EventsConfig.Format format) {
        return EventDecoder.of(PoisonPipeline.events(format), new ManualTicker(NOW));
    }

    private static Schema schema() {
        return new EventShape(PoisonPipeline.events(EventsConfig.Format.FRAME), new ManualTicker()).schema();
    }

    private static RawEvent raw(byte[] value) {
        return new RawEvent(new Position("poisoned", 0, 0), -1, null, value, List.of());
    }
}
