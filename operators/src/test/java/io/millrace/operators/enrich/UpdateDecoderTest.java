package io.millrace.operators.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.config.EventsConfig;
import io.millrace.config.ViewConfig;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.operators.record.FeatureHeaders;
import io.millrace.operators.record.FeatureUpdate;
import io.millrace.operators.record.Header;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.Rejection;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UpdateDecoderTest {
    private static final String JSON =
            "{\"median_price\":1.5,\"sales_count\":3,\"other\":[{}],\"region\":\"north\",\"waterfront\":true}";

    @Test
    void readsColumnsByNameAndTheTimeOfTheRecord() {
        Read read = read(Streams.VIEW, Streams.record(7, "98001", JSON));

        assertThat(read.updates)
                .containsExactly(new FeatureUpdate(
                        "98001",
                        1_700_000_000_007L,
                        new Values(
                                new double[] {1.5, 3, Double.NaN, 1},
                                new String[] {null, null, "north", null},
                                new float[0][])));
    }

    @Test
    void readsTheTimeFromTheHeader() {
        FeatureUpdate update = new FeatureUpdate("98001", 123_456_000, null);
        Header[] headers = FeatureHeaders.of("market", 2, update).toArray(Header[]::new);

        assertThat(read(Streams.VIEW, Streams.record(7, "98001", JSON, headers)).updates)
                .extracting(FeatureUpdate::timeMillis)
                .containsExactly(123_456_000L);
        assertThat(read(Streams.VIEW, Streams.record(7, "98001", null, headers)).updates)
                .as("without a value nothing is known any more")
                .containsExactly(update);
    }

    @Test
    void readsTheTimeFromTheFieldThatTheViewNames() {
        ViewConfig view = Streams.view(
                new EventsConfig.Time("at", null, ZoneOffset.UTC, Duration.ZERO, Duration.ZERO, Duration.ZERO));

        assertThat(read(view, Streams.record(7, "98001", "{\"at\":\"2024-01-01T00:00:00Z\"}")).updates)
                .extracting(FeatureUpdate::timeMillis)
                .containsExactly(1_704_067_200_000L);
        assertThat(read(view, Streams.record(7, "98001", "{\"at\":5}")).updates)
                .extracting(FeatureUpdate::timeMillis)
                .containsExactly(5L);
        assertThat(read(view, Streams.record(7, "98001", "{\"at\":\"noon\"}")).rejections)
                .extracting(Rejection::reason)
                .containsExactly(Reason.BAD_TIME);
        assertThat(read(view, Streams.record(7, "98001", "{}")).rejections)
                .extracting(Rejection::detail)
                .containsExactly("update of view market: time is missing: field=at");
    }

    @Test
    void passesOverOtherVersions() {
        Header[] headers = FeatureHeaders.of("market", 1, new FeatureUpdate("98001", 1, null))
                .toArray(Header[]::new);
        Read read = read(Streams.VIEW, Streams.record(7, "98001", JSON, headers));

        assertThat(read.otherVersions).isEqualTo(1);
        assertThat(read.updates).isEmpty();
    }

    @Test
    void takesANumberBeyondItsBoundsForMissing() {
        Read read = read(Streams.VIEW, Streams.record(7, "98001", "{\"median_price\":-1}"));

        assertThat(read.updates)
                .extracting(FeatureUpdate::values)
                .containsExactly(Values.missing(Schema.ofView(Streams.VIEW)));
    }

    @Test
    void readsVectorsOfTheirLength() {
        ViewConfig view = Views.homes("homes", new ViewConfig.Topic("homes", null));
        Read good = read(view, Streams.record(7, "98001", "{\"embedding\":[1.5,-2],\"region\":\"r\"}"));
        assertThat(good.updates).extracting(FeatureUpdate::values).containsExactly(Views.home("r", 1.5f, -2));
        for (String wrong : List.of("[1]", "[1,2,3]", "[1,null]", "[1,[2]]", "[1,1e99]")) {
            Read refused = read(view, Streams.record(7, "98001", "{\"embedding\":" + wrong + "}"));
            assertThat(refused.updates).as(wrong).isEmpty();
            assertThat(refused.rejections)
                    .extracting(Rejection::reason, Rejection::detail)
                    .containsExactly(tuple(
                            Reason.WRONG_LENGTH,
                            "update of view homes: column=embedding, type=VECTOR, expected=2 finite numbers"));
        }
        Read none = read(view, Streams.record(7, "98001", "{\"embedding\":7}"));
        assertThat(none.rejections).extracting(Rejection::reason).containsExactly(Reason.WRONG_TYPE);
    }

    @ParameterizedTest
    @MethodSource
    void refusesWhatIsNoUpdate(String json, Reason reason, String detail) {
        Read read = read(Streams.VIEW, Streams.record(7, "98001", json));

        assertThat(read.updates).isEmpty();
        assertThat(read.rejections).hasSize(1);
        assertThat(read.rejections.get(0).reason()).isEqualTo(reason);
        assertThat(read.rejections.get(0).detail()).startsWith("update of view market: " + detail);
    }

    static Stream<Arguments> refusesWhatIsNoUpdate() {
        return Stream.of(
                arguments("", Reason.NOT_AN_OBJECT, "value is no JSON object"),
                arguments("[]", Reason.NOT_AN_OBJECT, "value is no JSON object"),
                arguments("{", Reason.MALFORMED, "value is not JSON"),
                arguments("{} {}", Reason.MALFORMED, "something follows the object"),
                arguments(
                        "{\"region\":\"a\",\"region\":\"b\"}", Reason.MALFORMED, "value is not JSON: Duplicate field"),
                arguments("{\"sales_count\":1.5}", Reason.WRONG_TYPE, "column=sales_count, type=INT, found=1.5"),
                arguments("{\"median_price\":\"x\"}", Reason.WRONG_TYPE, "column=median_price, type=FLOAT, found=x"),
                arguments("{\"region\":{}}", Reason.WRONG_TYPE, "column=region, type=CATEGORY, found={"),
                arguments("{\"a\":" + "[".repeat(20) + "]".repeat(20) + "}", Reason.MALFORMED, "value is not JSON"));
    }

    @Test
    void refusesARecordWithoutAKey() {
        assertThat(read(Streams.VIEW, Streams.record(7, null, JSON)).rejections)
                .extracting(Rejection::detail)
                .containsExactly("update of view market: record has no key, which is the zipcode");
    }

    @Test
    void neverThrowsWhateverTheBytesAre() {
        long seed = 5;
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = JSON.getBytes(UTF_8);
            for (int damage = 0; damage < 3; damage++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            RawEvent whole = Streams.record(i, "98001", JSON);
            RawEvent damaged = new RawEvent(whole.position(), whole.timestamp(), whole.key(), bytes, whole.headers());
            Read read = read(Streams.VIEW, damaged);
            assertThat(read.updates.size() + read.rejections.size())
                    .as("seed %d, record %d", seed, i)
                    .isEqualTo(1);
        }
    }

    private static Read read(ViewConfig view, RawEvent record) {
        Read read = new Read();
        new UpdateDecoder(view).decode(record, read);
        return read;
    }

    private static final class Read implements UpdateDecoder.Output {
        private final List<FeatureUpdate> updates = new ArrayList<>();
        private final List<Rejection> rejections = new ArrayList<>();
        private int otherVersions;

        @Override
        public void update(FeatureUpdate update) {
            updates.add(update);
        }

        @Override
        public void ofAnotherVersion() {
            otherVersions++;
        }

        @Override
        public void rejected(Rejection rejection) {
            rejections.add(rejection);
        }
    }
}
