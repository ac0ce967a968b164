package io.millrace.models.online;

/**
 * How a row pulls at what was said of it: the first and second derivative of Huber's loss, measured in the variance of what is
 * usually missed, which the width of the loss says. A row that lies far off counts less.
 */
record Pull(double slope, double curvature) {
    private static final double NARROWEST = 0.01;
    private static final double WIDTH_PER_DEVIATION = 1.345;

    /** The pull of a row, of which something was said, towards its truth. */
    static Pull of(double said, double aim, double width) {
        double deviation = Math.max(NARROWEST, width / WIDTH_PER_DEVIATION);
        double off = said - aim;
        double counts = Math.min(1, width / Math.max(Math.abs(off), Float.MIN_NORMAL)) / (deviation * deviation);
        return new Pull(counts * off, counts);
    }
}
