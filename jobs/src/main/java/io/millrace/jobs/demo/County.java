package io.millrace.jobs.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The zip codes of a made-up county around one city: dearer near the centre, and each with a mind of its own. */
final class County {
    static final int ZIPS = 70;

    private static final double CENTRE_LATITUDE = 44.0;
    private static final double CENTRE_LONGITUDE = -120.0;
    private static final double MILES_PER_DEGREE = 69;
    private static final double REACH_DEGREES = 0.45;
    private static final double CENTRE_PREMIUM = 0.60;
    private static final double ZIP_DEVIATION = 0.15;
    private static final double SHIFT_DEVIATION = 0.10;
    private static final int FIRST_CODE = 97801;

    private final List<Zip> zips;
    private final double[] cumulativeWeights;

    County(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Zip> made = new ArrayList<>(ZIPS);
        for (int i = 0; i < ZIPS; i++) {
            made.add(zip(FIRST_CODE + i, random));
        }
        this.zips = List.copyOf(made);
        this.cumulativeWeights = new double[ZIPS];
        double sum = 0;
        for (int i = 0; i < ZIPS; i++) {
            sum += zips.get(i).weight();
            cumulativeWeights[i] = sum;
        }
    }

    private static Zip zip(int code, SplittableRandom random) {
        double distance = Math.sqrt(random.nextDouble());
        double angle = 2 * Math.PI * random.nextDouble();
        double premium = CENTRE_PREMIUM * (Math.exp(-2 * distance * distance) - 0.43);
        return new Zip(
                Integer.toString(code),
                CENTRE_LATITUDE + REACH_DEGREES * distance * Math.sin(angle),
                CENTRE_LONGITUDE + REACH_DEGREES * distance * Math.cos(angle),
                /* weight= */ 0.3 + random.nextDouble(),
                premium + ZIP_DEVIATION * random.nextGaussian(),
                SHIFT_DEVIATION * random.nextGaussian());
    }

    /** Miles from the middle of a zip code to the middle of the county. */
    static double milesToCentre(Zip zip) {
        double north = MILES_PER_DEGREE * (zip.latitude() - CENTRE_LATITUDE);
        double east =
                MILES_PER_DEGREE * Math.cos(Math.toRadians(CENTRE_LATITUDE)) * (zip.longitude() - CENTRE_LONGITUDE);
        return Math.hypot(north, east);
    }

    List<Zip> zips() {
        return zips;
    }

    /** A zip code chosen by its weight. */
    Zip pick(SplittableRandom random) {
        double at = random.nextDouble() * cumulativeWeights[ZIPS - 1];
        int i = 0;
        while (cumulativeWeights[i] < at) {
            i++;
        }
        return zips.get(i);
    }
}
