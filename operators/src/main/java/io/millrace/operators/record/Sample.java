package io.millrace.operators.record;

/**
 * A share of all ids, chosen by a hash, so that a replay chooses the same ones. Samples with different salts are
 * independent of each other.
 */
public final class Sample {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int DOUBLE_BITS = 53;

    private final String salt;
    private final double rate;

    public Sample(String salt, double rate) {
        this.salt = salt;
        this.rate = rate;
    }

    /** Whether no id is in the sample. */
    public boolean isEmpty() {
        return rate <= 0;
    }

    /** Whether the id is in the sample. */
    public boolean contains(String id) {
        return !isEmpty() && uniform(id) < rate;
    }

    /** A number within [0, 1) that is a function of salt and id alone: FNV-1a over both, then a finalizer that mixes. */
    double uniform(String id) {
        long hash = mix(fold(fold(FNV_OFFSET, salt) * FNV_PRIME, id));
        return (hash >>> (Long.SIZE - DOUBLE_BITS)) * 0x1p-53;
    }

    private static long fold(long hash, String text) {
        long folded = hash;
        for (int i = 0; i < text.length(); i++) {
            folded = (folded ^ text.charAt(i)) * FNV_PRIME;
        }
        return folded;
    }

    private static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
