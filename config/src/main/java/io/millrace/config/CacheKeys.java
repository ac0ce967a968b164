package io.millrace.config;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.time.Duration;

/** The keys of {@link ViewConfig.Cache}. */
final class CacheKeys {
    private static final Duration LONGEST_REFRESH = Duration.ofMinutes(10);
    private static final Type<Duration> AGE = Type.duration(Duration.ofMillis(10), Duration.ofDays(3650));

    static final Key<Long> MAX_BYTES = Key.of(
            "max-bytes", Type.bytes(64L << 10, 64L << 30), 64L << 20, "bound on the estimated size of all entries");
    static final Key<Duration> REFRESH_AFTER = Key.derived(
            "refresh-after",
            AGE,
            "half of expire-after, at most 10m",
            "soft age of an entry: it is still served, and loaded again in the background");
    static final Key<Duration> EXPIRE_AFTER =
            Key.derived("expire-after", AGE, "max-age of the view", "hard age of an entry: it is not served any more");
    static final Key<Duration> UNKNOWN_FOR = Key.of(
            "unknown-for",
            Type.duration(Duration.ZERO, Duration.ofDays(1)),
            Duration.ofMinutes(1),
            "how long it is remembered that the source does not know a key");
    static final Key<String> CHANGES = Key.optional(
            "changes",
            NameTypes.TOPIC,
            "topic whose records say by their Kafka key which entity has changed in the source; its entry is dropped at"
                    + " once");

    static final Shape SHAPE = Shape.of(MAX_BYTES, REFRESH_AFTER, EXPIRE_AFTER, UNKNOWN_FOR, CHANGES);

    private CacheKeys() {}

    static ViewConfig.Cache bind(Duration maxAge, Section section) {
        Duration expireAfter = section.get(EXPIRE_AFTER, () -> maxAge);
        ViewConfig.Cache cache = new ViewConfig.Cache(
                section.get(MAX_BYTES),
                section.get(REFRESH_AFTER, () -> refreshAfter(expireAfter)),
                expireAfter,
                section.get(UNKNOWN_FOR),
                section.find(CHANGES));
        entriesAreRefreshedBeforeTheyExpire(section, cache);
        entriesExpireNoLaterThanTheirValues(section, cache, maxAge);
        return cache;
    }

    private static Duration refreshAfter(Duration expireAfter) {
        Duration half = expireAfter.dividedBy(2);
        return half.compareTo(LONGEST_REFRESH) < 0 ? half : LONGEST_REFRESH;
    }

    private static void entriesAreRefreshedBeforeTheyExpire(Section section, ViewConfig.Cache cache) {
        if (section.sound(REFRESH_AFTER, EXPIRE_AFTER) && cache.refreshAfter().compareTo(cache.expireAfter()) >= 0) {
            section.refuse(
                    REFRESH_AFTER, "must be shorter than cache.expire-after = " + AGE.print(cache.expireAfter()));
        }
    }

    private static void entriesExpireNoLaterThanTheirValues(Section section, ViewConfig.Cache cache, Duration maxAge) {
        if (section.has(EXPIRE_AFTER)
                && section.sound(EXPIRE_AFTER)
                && cache.expireAfter().compareTo(maxAge) > 0) {
            section.refuse(EXPIRE_AFTER, "must not be longer than max-age = " + AGE.print(maxAge));
        }
    }
}
