package io.millrace.models.feature;

import java.util.stream.DoubleStream;

/**
 * Mean, standard deviation and skewness of numbers.
 *
 * @param deviation of the population; 1 if the numbers do not differ
 */
record Moments(double mean, double deviation, double skewness) {

    static Moments of(DoubleStream stream) {
        double[] numbers = stream.toArray();
        if (numbers.length == 0) {
            return new Moments(0, 1, 0);
        }
        double mean = DoubleStream.of(numbers).sum() / numbers.length;
        double squares = 0;
        double cubes = 0;
        for (double number : numbers) {
            double distance = number - mean;
            squares += distance * distance;
            cubes += distance * distance * distance;
        }
        double deviation = Math.sqrt(squares / numbers.length);
        if (deviation <= 1e-12 * Math.abs(mean)) {
            return new Moments(mean, 1, 0);
        }
        return new Moments(mean, deviation, cubes / numbers.length / (deviation * deviation * deviation));
    }
}
