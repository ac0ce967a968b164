package io.millrace.models.evaluate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * A sum from which terms can be taken out again: twice as many digits as a number has, by Knuth's two-sum, so that what is
 * left after a large term was taken out is what was there before.
 */
final class Sum {
    private double high;
    private double low;

    void add(double term) {
        double sum = high + term;
        double others = sum - high;
        low += (high - (sum - others)) + (term - others);
        high = sum + low;
        low += sum - high;
    }

    /** Adds {@code weight * one * other} with the digits that the products round away. */
    void add(double weight, double one, double other) {
        double product = one * other;
        double lost = Math.fma(one, other, -product);
        double weighted = weight * product;
        add(weighted);
        add(Math.fma(weight, product, -weighted) + weight * lost);
    }

    double value() {
        return high;
    }

    BigDecimal exact() {
        return new BigDecimal(high).add(new BigDecimal(low));
    }

    /** Halves the sum so many times, which costs no digit. */
    void halve(int times) {
        high = Math.scalb(high, -times);
        low = Math.scalb(low, -times);
    }

    void clear() {
        high = 0;
        low = 0;
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(high);
        out.writeDouble(low);
    }

    void read(DataInput in) throws IOException {
        high = in.readDouble();
        low = in.readDouble();
    }
}
