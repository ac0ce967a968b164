package io.millrace.operators.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;

/** Writes times as {@link Instant#toString} does. It remembers the day, which seldom changes. Used by one thread. */
final class InstantText {
    private static final int DAY_MILLIS = 86_400_000;
    private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
    private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
    private static final int TIME_AT = "2026-01-01T".length();
    private static final int MILLIS_AT = TIME_AT + "00:00:00.".length();

    private final byte[] text = "2026-01-01T00:00:00.000Z".getBytes(ISO_8859_1);
    private long day = LAST_DAY + 1;

    /** The time in ASCII. */
    byte[] of(long epochMillis) {
        long newDay = Math.floorDiv(epochMillis, DAY_MILLIS);
        if (newDay < FIRST_DAY || newDay > LAST_DAY) {
            return Instant.ofEpochMilli(epochMillis).toString().getBytes(ISO_8859_1);
        }
        if (newDay != day) {
            byte[] date = LocalDate.ofEpochDay(newDay).toString().getBytes(ISO_8859_1);
            System.arraycopy(date, 0, text, 0, date.length);
            day = newDay;
        }
        int millis = Math.floorMod(epochMillis, DAY_MILLIS);
        int seconds = millis / 1000;
        two(TIME_AT, seconds / 3600);
        two(TIME_AT + 3, seconds / 60 % 60);
        two(TIME_AT + 6, seconds % 60);
        return withMillis(millis % 1000);
    }

    private byte[] withMillis(int millis) {
        if (millis == 0) {
            byte[] whole = Arrays.copyOf(text, MILLIS_AT);
            whole[MILLIS_AT - 1] = 'Z';
            return whole;
        }
        text[MILLIS_AT] = (byte) ('0' + millis / 100);
        two(MILLIS_AT + 1, millis % 100);
        return text.clone();
    }

    private void two(int at, int number) {
        text[at] = (byte) ('0' + number / 10);
        text[at + 1] = (byte) ('0' + number % 10);
    }
}
