package io.millrace.models.promote;

/**
 * The anytime-valid test whether two streams have faults at the same rate: of all faults, as many should be the second's
 * as it has a share of the requests. The evidence against that is the ratio of the likelihood of the faults under a uniform
 * prior on that share to their likelihood under the share itself (Lindon and Malek, "Anytime-valid inference for
 * multinomial count data"); it exceeds 1/α at any time with a probability of at most α.
 */
final class EqualRates {
    private EqualRates() {}

    /**
     * Whether the second stream surely has faults at a higher rate.
     *
     * @param share of the second stream of all requests, above 0 and below 1
     */
    static boolean secondIsWorse(long first, long second, double share, double alpha) {
        long faults = first + second;
        if (second <= share * faults) {
            return false;
        }
        double free = logFactorial(second) + logFactorial(first) - logFactorial(faults + 1);
        double fixed = second * Math.log(share) + first * Math.log(1 - share);
        return free - fixed >= -Math.log(alpha);
    }

    /** Stirling's series, which is exact to ten digits from 10 on. */
    static double logFactorial(long n) {
        if (n < 10) {
            double product = 1;
            for (int i = 2; i <= n; i++) {
                product *= i;
            }
            return Math.log(product);
        }
        double x = n + 1.0;
        return (x - 0.5) * Math.log(x)
                - x
                + 0.5 * Math.log(2 * Math.PI)
                + 1 / (12 * x)
                - 1 / (360 * x * x * x)
                + 1 / (1260 * x * x * x * x * x);
    }
}
