package io.millrace.jobs.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.operators.record.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The listings after the training rows as events, some of them deliberately broken. */
final class ListingStream {
    private static final String ID_PREFIX = "listing-";

    private final ListingGenerator generator;
    private final double brokenShare;

    /** @param brokenShare share of the events that are broken, from 0 to 1 */
    ListingStream(ListingGenerator generator, double brokenShare) {
        if (!(brokenShare >= 0 && brokenShare <= 1)) {
            throw new IllegalArgumentException(
                    "share of broken events is no share: broken=" + brokenShare + ", at least 0, at most 1");
        }
        this.generator = generator;
        this.brokenShare = brokenShare;
    }

    int size() {
        return generator.market().events();
    }

    /** The event at a position of the stream, listed at a time in epoch milliseconds. */
    ListingEvent event(int number, long listedAt) {
        Listing listing = listing(number);
        Map<String, String> fields = ListingJson.fields(listing, id(number), listedAt);
        Optional<Defect> defect = defect(number);
        byte[] value = defect.map(damage -> damage.apply(fields)).orElseGet(() -> ListingJson.bytes(fields));
        return new ListingEvent(number, listing.zip().code().getBytes(UTF_8), value, defect);
    }

    /** The true price of the listing at a position of the stream. */
    double price(int number) {
        return listing(number).price();
    }

    /** The id of the event at a position of the stream. */
    static String id(int number) {
        return ID_PREFIX + number;
    }

    /** Whether the event at a position of the stream is broken. */
    boolean broken(int number) {
        return defect(number).isPresent();
    }

    /** Position of the first event after the market shift. */
    int shiftAt() {
        return Math.toIntExact(
                generator.market().shiftIndex() - generator.market().trainingRows());
    }

    /** The position in the stream of the event with an id, or -1 if the id is none of the stream's. */
    int number(String eventId) {
        if (!eventId.startsWith(ID_PREFIX)) {
            return -1;
        }
        try {
            int number = Integer.parseInt(eventId.substring(ID_PREFIX.length()));
            return number >= 0 && number < size() ? number : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** How many events must become dead letters, by reason. */
    Map<Reason, Integer> expectedRejections() {
        Map<Reason, Integer> expected = new EnumMap<>(Reason.class);
        for (int i = 0; i < size(); i++) {
            defect(i).ifPresent(defect -> expected.merge(defect.reason(), 1, Integer::sum));
        }
        return expected;
    }

    private Optional<Defect> defect(int number) {
        SplittableRandom random = new SplittableRandom(generator.market().seed() + 31L * number);
        if (random.nextDouble() >= brokenShare) {
            return Optional.empty();
        }
        Defect[] all = Defect.values();
        return Optional.of(all[random.nextInt(all.length)]);
    }

    private Listing listing(int number) {
        return generator.at((long) generator.market().trainingRows() + number);
    }
}
