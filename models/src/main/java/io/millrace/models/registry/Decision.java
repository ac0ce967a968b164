package io.millrace.models.registry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A decision about a model, which is carried out and written down together.
 *
 * @param version the version that it is about; 0 if it is about none
 * @param share share of the keys that the version serves from here on; 0 unless it is a canary
 * @param by who decides: {@value #AUTOMATIC} or the name of a person
 * @param why in a sentence
 * @param evidence the numbers that it rests on, by name
 */
public record Decision(Kind kind, int version, double share, String by, String why, Map<String, Double> evidence) {
    /** Decided without a person. */
    public static final String AUTOMATIC = "automatic";

    /** What is decided. */
    public enum Kind {
        /** The version was published. */
        PUBLISH,
        /** The version becomes candidate and is scored beside the champion. */
        SHADOW,
        /** The candidate serves a share of the keys. */
        CANARY,
        /** The version becomes champion. */
        PROMOTE,
        /** The version is not good enough and is candidate no more. */
        REJECT,
        /** The version is taken out of service: a candidate is withdrawn, a champion gives way to the one before it. */
        ROLLBACK,
        /** Nothing is moved without a person from here on. */
        FREEZE,
        /** Versions are moved again without a person. */
        UNFREEZE,
        /** The version must not serve: it cannot be loaded, or fails. It is also taken out of service. */
        QUARANTINE,
        /** The version may serve again. */
        RELEASE,
        /** An alias of the user's own moves to the version. */
        ALIAS,
        /** The model is to be trained anew. */
        RETRAIN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int MAX_TEXT = 1000;
    private static final int MAX_NUMBERS = 200;

    /** Texts are cut to one line of at most {@value #MAX_TEXT} characters; numbers that are not finite are left out. */
    public Decision {
        by = line(by);
        why = line(why);
        Map<String, Double> finite = new LinkedHashMap<>();
        evidence.forEach((name, number) -> {
            if (Double.isFinite(number) && finite.size() < MAX_NUMBERS) {
                finite.put(line(name), number);
            }
        });
        evidence = Collections.unmodifiableMap(finite);
    }

    private static String line(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cs}\\s]+", " ").strip();
        return line.isEmpty() ? "-" : line.substring(0, Math.min(MAX_TEXT, line.length()));
    }

    /** A decision of a person, or one whose reason says all. */
    public static Decision of(Kind kind, int version, String by, String why) {
        return new Decision(kind, version, 0, by, why, Map.of());
    }
}
