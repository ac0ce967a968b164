package io.millrace.models.online;

import io.millrace.models.feature.Encoding.Numeric;
import io.millrace.models.feature.Encoding.Scale;
import io.millrace.models.feature.Row;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A number whose mean and deviation follow what was seen (Welford 1962), unless they were given. */
final class NumberSlot implements ColumnSlot {
    private static final double SAME = 1e-12;

    private final int column;
    private final Scale scale;
    private final boolean given;
    private long count;
    private double mean;
    private double squares;
    private double deviation = 1;
    private double fill;
    private boolean indicator;

    /** A number that nothing is known of yet. */
    NumberSlot(int column, Scale scale) {
        this.column = column;
        this.scale = scale;
        this.given = false;
    }

    /** A number that stays encoded as it is. */
    NumberSlot(int column, Numeric encoding) {
        this.column = column;
        this.scale = encoding.scale();
        this.given = true;
        this.mean = encoding.mean();
        this.deviation = encoding.deviation();
        this.fill = encoding.fill();
        this.indicator = encoding.indicator();
    }

    @Override
    public Growth observe(Row row) {
        if (given) {
            return Growth.NONE;
        }
        double number = row.number(column);
        if (Double.isNaN(number)) {
            boolean first = !indicator;
            indicator = true;
            return first ? Growth.LAST : Growth.NONE;
        }
        learn(scaled(number));
        return Growth.NONE;
    }

    private void learn(double scaled) {
        count++;
        double distance = scaled - mean;
        mean += distance / count;
        squares += distance * (scaled - mean);
        double spread = Math.sqrt(squares / count);
        deviation = spread <= SAME * Math.abs(mean) ? 1 : spread;
        fill = scale == Scale.LOG ? Math.copySign(Math.expm1(Math.abs(mean)), mean) : mean;
    }

    private double scaled(double number) {
        return scale == Scale.LOG ? Math.copySign(Math.log(1 + Math.abs(number)), number) : number;
    }

    @Override
    public int width() {
        return indicator ? 2 : 1;
    }

    @Override
    public void encode(Row row, float[] into, int at) {
        double number = row.number(column);
        boolean missing = Double.isNaN(number);
        double present = scaled(missing ? fill : number);
        into[at] = (float) (scale == Scale.RAW ? present : (present - mean) / deviation);
        if (indicator) {
            into[at + 1] = missing ? 1 : 0;
        }
    }

    @Override
    public Numeric encoding() {
        return scale == Scale.RAW ? Numeric.raw(fill, indicator) : new Numeric(scale, mean, deviation, fill, indicator);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeDouble(mean);
        out.writeDouble(squares);
        out.writeDouble(deviation);
        out.writeDouble(fill);
        out.writeBoolean(indicator);
    }

    @Override
    public void read(DataInput in) throws IOException {
        count = in.readLong();
        mean = in.readDouble();
        squares = in.readDouble();
        deviation = in.readDouble();
        fill = in.readDouble();
        indicator = in.readBoolean();
    }
}
