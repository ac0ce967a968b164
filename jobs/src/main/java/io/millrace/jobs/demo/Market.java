package io.millrace.jobs.demo;

/**
 * The length of a market's history: the rows a first model is trained from, then the stream.
 *
 * @param seed the same seed makes the same market
 * @param trainingRows listings before the stream; they are one year of the market
 * @param events listings of the stream, broken ones included
 */
record Market(long seed, int trainingRows, int events) {
    /** Share of the stream after which the market shifts. */
    static final double SHIFT_AFTER = 0.4;

    Market {
        if (trainingRows < 1 || events < 1) {
            throw new IllegalArgumentException(
                    "market has no history: trainingRows=" + trainingRows + ", events=" + events + ", each at least 1");
        }
    }

    /** Index of the first listing after the shift. */
    long shiftIndex() {
        return trainingRows + (long) Math.floor(SHIFT_AFTER * events);
    }

    /** Index of the listing that follows the stream. */
    long endIndex() {
        return (long) trainingRows + events;
    }
}
