package io.millrace.jobs.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.operators.record.Reason;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListingStreamTest {
    private static final long LISTED_AT = 1_800_000_000_000L;

    private final ListingGenerator generator = new ListingGenerator(new Market(7, 100, 20_000));
    private final ListingStream stream = new ListingStream(generator, 0.03);

    @Test
    void sendsEveryFieldButNotThePrice() {
        ListingStream good = new ListingStream(generator, 0);
        Listing listing = generator.at(100);

        assertThat(new String(good.event(0, LISTED_AT).value(), UTF_8))
                .startsWith("{\"id\":\"listing-0\",\"listed_at\":1800000000000,\"zipcode\":\""
                        + listing.zip().code() + "\",\"sqft_living\":"
                        + listing.house().living() + ",\"sqft_lot\":")
                .endsWith("\"lat\":" + listing.latitude() + ",\"long\":" + listing.longitude() + "}")
                .doesNotContain("price");
        assertThat(good.event(0, LISTED_AT).key())
                .isEqualTo(listing.zip().code().getBytes(UTF_8));
        assertThat(good.price(0)).isEqualTo((double) listing.price());
    }

    @Test
    void breaksTheAskedShareOfEvents() {
        int broken = stream.expectedRejections().values().stream()
                .mapToInt(Integer::intValue)
                .sum();

        assertThat((double) broken / stream.size()).isCloseTo(0.03, within(0.004));
        assertThat(new ListingStream(generator, 0).expectedRejections()).isEmpty();
    }

    @Test
    void breaksInEveryWayAndCountsWhatItBroke() {
        Map<Reason, Integer> seen = new EnumMap<>(Reason.class);
        for (int i = 0; i < stream.size(); i++) {
            stream.event(i, LISTED_AT).defect().ifPresent(defect -> seen.merge(defect.reason(), 1, Integer::sum));
        }

        assertThat(seen).isEqualTo(stream.expectedRejections()).hasSameSizeAs(Defect.values());
    }

    @Test
    void damagesOnlyWhatTheDefectSays() {
        Listing listing = generator.at(100);
        Map<String, String> fields = ListingJson.fields(listing, "listing-0", LISTED_AT);
        String whole = ListingJson.text(fields);

        assertThat(Defect.NOTHING_SENT.apply(fields)).isEmpty();
        assertThat(text(Defect.CUT_OFF, fields)).isEqualTo(whole.substring(0, whole.length() / 2));
        assertThat(text(Defect.IN_A_LIST, fields)).isEqualTo("[" + whole + "]");
        assertThat(text(Defect.NO_GRADE, fields)).doesNotContain("grade").contains("\"condition\"");
        assertThat(text(Defect.SIZE_IN_WORDS, fields)).contains("\"sqft_living\":\"spacious\"");
        assertThat(text(Defect.NEGATIVE_BEDROOMS, fields)).contains("\"bedrooms\":-3,");
        String size = "\"sqft_living\":" + listing.house().living() + ',';
        assertThat(text(Defect.SIZE_TWICE, fields))
                .isEqualTo('{' + size + whole.substring(1))
                .contains(',' + size);
        assertThat(text(Defect.FROM_THE_FUTURE, fields)).contains("\"listed_at\":1831536000000,");
        assertThat(text(Defect.IN_LATIN_1, fields)).contains("\"zipcode\":\"\uFFFD\",");
        assertThat(ListingJson.text(fields)).isEqualTo(whole);
    }

    @Test
    void findsAnEventByItsId() {
        assertThat(stream.number("listing-0")).isZero();
        assertThat(stream.number("listing-19999")).isEqualTo(19_999);
        assertThat(stream.number("listing-20000")).isEqualTo(-1);
        assertThat(stream.number("listing-x")).isEqualTo(-1);
        assertThat(stream.number("sale-1")).isEqualTo(-1);
    }

    @Test
    void refusesAShareThatIsNone() {
        assertThatThrownBy(() -> new ListingStream(generator, 1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("share of broken events is no share: broken=1.5, at least 0, at most 1");
    }

    private static String text(Defect defect, Map<String, String> fields) {
        return new String(defect.apply(fields), UTF_8);
    }
}
