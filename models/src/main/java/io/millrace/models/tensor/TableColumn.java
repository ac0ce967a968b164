package io.millrace.models.tensor;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column, one for each row, on the heap. Made once and not changed afterwards; the arrays are shared: do
 * not change them.
 */
public final class TableColumn {
    /** The time of a row that has none. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** The length of vectors that differ in it, and of what is no vector. */
    public static final int VARIABLE = -1;

    private static final double[] NO_NUMBERS = {};
    private static final String[] NO_TEXTS = {};
    private static final long[] NO_TIMES = {};
    private static final float[] NO_ELEMENTS = {};
    private static final int[] NO_STARTS = {};

    private final @Nullable BitSet missing;
    private double[] numbers = NO_NUMBERS;
    private @Nullable String[] texts = NO_TEXTS;
    private long[] times = NO_TIMES;
    private float[] elements = NO_ELEMENTS;
    private int[] starts = NO_STARTS;
    private @Nullable BitSet broken;
    private boolean local;
    private int fixedLength = VARIABLE;
    private String unusable = "";

    private TableColumn(@Nullable BitSet missing) {
        this.missing = missing;
    }

    /** Numbers, NaN where one is missing. */
    static TableColumn ofNumbers(double[] numbers, @Nullable BitSet missing) {
        TableColumn column = new TableColumn(missing);
        column.numbers = numbers;
        return column;
    }

    /** @param broken the rows whose text is not UTF-8, or null */
    static TableColumn ofTexts(@Nullable String[] texts, @Nullable BitSet missing, @Nullable BitSet broken) {
        TableColumn column = new TableColumn(missing);
        column.texts = texts;
        column.broken = broken;
        return column;
    }

    static TableColumn ofTimes(long[] times, @Nullable BitSet missing, boolean local) {
        TableColumn column = new TableColumn(missing);
        column.times = times;
        column.local = local;
        return column;
    }

    /** @param starts where the elements of each row begin, and at last where those of the last row end */
    static TableColumn ofVectors(float[] elements, int[] starts, @Nullable BitSet missing) {
        TableColumn column = new TableColumn(missing);
        column.elements = elements;
        column.starts = starts;
        return column;
    }

    /** The same vectors, of which the type of the column says how long they are. */
    TableColumn ofFixedLength(int length) {
        fixedLength = length;
        return this;
    }

    /** Texts with more texts behind them. */
    TableColumn followedBy(TableColumn more) {
        @Nullable String[] all = Arrays.copyOf(texts, texts.length + more.texts.length);
        System.arraycopy(more.texts, 0, all, texts.length, more.texts.length);
        BitSet allBroken = broken == null ? new BitSet() : (BitSet) broken.clone();
        for (int i = 0; i < more.texts.length; i++) {
            allBroken.set(texts.length + i, more.broken(i));
        }
        return ofTexts(all, null, allBroken);
    }

    /** A column that cannot be used as asked for. */
    static TableColumn unusable(String found) {
        TableColumn column = new TableColumn(null);
        column.unusable = found;
        return column;
    }

    /** What was found instead of something usable, or an empty text. */
    public String unusable() {
        return unusable;
    }

    public boolean missing(int row) {
        return missing != null && missing.get(row);
    }

    /** Whether every row has a value. */
    public boolean complete() {
        return missing == null;
    }

    /** All numbers, NaN where one is missing and where one is NaN. */
    public double[] numbers() {
        return numbers;
    }

    /** All texts, null where one is missing; empty if the column holds no texts. */
    public @Nullable String[] texts() {
        return texts;
    }

    /** Whether a text was not UTF-8; what could not be read stands in it as U+FFFD. */
    public boolean broken(int row) {
        return broken != null && broken.get(row);
    }

    /** All times in milliseconds since 1970, {@link #NO_TIME} where one is missing; empty if the column holds texts. */
    public long[] times() {
        return times;
    }

    /** Whether times are those of a clock on the wall, of which nobody said where it hangs. */
    public boolean local() {
        return local;
    }

    /** Elements of the vector of a row. */
    public int length(int row) {
        return starts[row + 1] - starts[row];
    }

    /** The elements of every vector, row after row. */
    public float[] elements() {
        return elements;
    }

    /** Where the elements of a row begin. */
    public int start(int row) {
        return starts[row];
    }

    /** Elements of every vector, or {@link #VARIABLE}. */
    public int fixedLength() {
        return fixedLength;
    }

    /** A copy of the vector of a row, or null if it is missing. */
    public float @Nullable [] vector(int row) {
        return missing(row) ? null : Arrays.copyOfRange(elements, starts[row], starts[row + 1]);
    }
}
