package io.millrace.jobs.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.operators.record.Outbound;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sales of a market: every house is sold at its price when so many others have been listed after it, broken events or
 * not; config/features/demo_zip_market.yaml declares the same names. What comes before the stream is spread over some
 * minutes.
 */
final class DemoSales {
    private static final int LISTED_AFTER_IT = 100;
    private static final long MILLIS_BETWEEN = 10;

    private final ListingGenerator generator;

    DemoSales(ListingGenerator generator) {
        this.generator = generator;
    }

    /** When a listing of the history before the stream came, if the last of them comes at {@code lastMillis}. */
    long listedAt(int row, long lastMillis) {
        return lastMillis - MILLIS_BETWEEN * (generator.market().trainingRows() - 1 - row);
    }

    /** When a house of that history is sold. */
    long soldAt(int row, long lastMillis) {
        return listedAt(row, lastMillis) + MILLIS_BETWEEN * LISTED_AFTER_IT;
    }

    /** How many of the houses before the stream are sold when it begins. */
    int soldBefore() {
        return Math.max(0, generator.market().trainingRows() - LISTED_AFTER_IT);
    }

    /** The sale before the stream, if the last listing of that time came at {@code lastMillis}. */
    Outbound before(int row, long lastMillis) {
        return sale(generator.at(row), soldAt(row, lastMillis));
    }

    /** The sale at the time at which an event of the stream is due. */
    Outbound at(int number, long millis) {
        long index = (long) generator.market().trainingRows() + number - LISTED_AFTER_IT;
        return sale(generator.at(Math.max(0, index)), millis);
    }

    /** Each field's name with its value as JSON text. */
    static Map<String, String> fields(Listing listing, long soldAt) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("id", "\"sale-" + listing.index() + '"');
        fields.put("sold_at", Long.toString(soldAt));
        fields.put("zipcode", '"' + listing.zip().code() + '"');
        fields.put("price", Long.toString(listing.price()));
        fields.put("sqft_living", Integer.toString(listing.house().living()));
        return fields;
    }

    private static Outbound sale(Listing listing, long soldAt) {
        return new Outbound(
                listing.zip().code().getBytes(UTF_8), ListingJson.bytes(fields(listing, soldAt)), List.of());
    }
}
