package io.millrace.operators.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.operators.record.Header;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.Rejection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterEncoderTest {
    private static final byte[] KEY = {1, 2, 3};
    private static final Header ORIGINAL = new Header("app", "shop".getBytes(UTF_8));
    private static final String CAUSE = "__millrace.errors.pipeline=houses, __millrace.errors.topic=listings, "
            + "__millrace.errors.partition=3, __millrace.errors.offset=42, __millrace.errors.timestamp=1700000000000, "
            + "__millrace.errors.stage=VALIDATE, __millrace.errors.reason=MALFORMED, "
            + "__millrace.errors.detail=not JSON";

    private final DeadLetterEncoder encoder = new DeadLetterEncoder("houses");

    @Test
    void keepsTheOriginalAndAddsTheCause() {
        byte[] value = {'{', (byte) 0xff};
        Outbound letter = encoder.encode(rejection(KEY, value, List.of(ORIGINAL)));
        assertThat(letter.key()).isSameAs(KEY);
        assertThat(letter.value()).isSameAs(value);
        assertThat(PredictionEncoderTest.headers(letter)).isEqualTo("app=shop, " + CAUSE);
    }

    @Test
    void keepsATombstoneATombstone() {
        Outbound letter = encoder.encode(rejection(null, null, List.of(new Header("none", null))));
        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isNull();
        assertThat(letter.headers().get(0)).isEqualTo(new Header("none", null));
        assertThat(letter.headers()).hasSize(9);
    }

    @Test
    void leavesAHashInPlaceOfAValueThatIsTooLarge() {
        Outbound letter = encoder.encode(rejection(KEY, new byte[1 << 20], List.of(ORIGINAL)));
        assertThat(letter.value()).isNull();
        assertThat(letter.key()).isSameAs(KEY);
        assertThat(PredictionEncoderTest.headers(letter))
                .isEqualTo("app=shop, " + CAUSE + ", __millrace.errors.omitted.value.bytes=1048576, "
                        + "__millrace.errors.omitted.value.sha256="
                        + "30e14955ebf1352266dc2ff8067e68104607e750abb9d3b36582b8af909fcb58");
    }

    @Test
    void leavesOutWhatIsLargestFirst() {
        Header large = new Header("large", new byte[1_000_000]);
        Outbound letter = encoder.encode(rejection(KEY, new byte[500_000], List.of(large)));
        assertThat(letter.value()).hasSize(500_000);
        assertThat(PredictionEncoderTest.headers(letter))
                .isEqualTo(CAUSE + ", __millrace.errors.omitted.headers.bytes=1000005");
    }

    @Test
    void alwaysFits() {
        Header large = new Header("large", new byte[2_000_000]);
        Outbound letter = encoder.encode(rejection(new byte[3_000_000], new byte[4_000_000], List.of(large)));
        assertThat(letter.bytes()).isLessThan(Outbound.MAX_BYTES);
        assertThat(letter.key()).isNull();
        assertThat(PredictionEncoderTest.headers(letter))
                .contains("omitted.key.bytes=3000000", "omitted.value.bytes=4000000", "omitted.headers.bytes=2000005");
    }

    private static Rejection rejection(byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
        RawEvent raw = new RawEvent(new Position("listings", 3, 42), 1_700_000_000_000L, key, value, headers);
        return new Rejection(raw, Rejection.Stage.VALIDATE, Reason.MALFORMED, "not\u0000 JSON\n");
    }
}
