package io.millrace.jobs.demo;

import java.util.SplittableRandom;

/**
 * The history of a made-up housing market as a function from index to listing: nothing is stored, and the same market
 * and index always make the same listing.
 *
 * <p>A house begins with its size, {@code living = 1900 · exp(0.38 · z)} with {@code z ~ N(0, 1)}. Bedrooms, bathrooms
 * and grade grow with it; lot, floors, condition and year of construction are drawn independently. Every 120th house is
 * on the waterfront. Its place is a zip code chosen by weight ({@link County}) and a point near the centre of that zip.
 * What it fetches follows {@link HedonicPrice}.
 */
final class ListingGenerator {
    private static final double[] FLOORS = {1, 1, 1, 1.5, 2, 2, 2.5, 3};
    private static final int[] CONDITIONS = {1, 2, 3, 3, 3, 3, 3, 3, 4, 4, 4, 5};
    private static final double SCATTER_DEGREES = 0.012;

    private final Market market;
    private final County county;
    private final HedonicPrice price;

    ListingGenerator(Market market) {
        this.market = market;
        this.county = new County(market.seed());
        this.price = new HedonicPrice(market);
    }

    Market market() {
        return market;
    }

    County county() {
        return county;
    }

    /** The listing at a position of the history; the stream begins after the training rows. */
    Listing at(long index) {
        SplittableRandom random = random(market.seed(), index);
        Zip zip = county.pick(random);
        House house = house(random);
        double latitude = scatter(zip.latitude(), random);
        double longitude = scatter(zip.longitude(), random);
        double log = price.log(house, zip, index) + HedonicPrice.NOISE * random.nextGaussian();
        return new Listing(index, zip, latitude, longitude, house, Math.round(Math.exp(log)));
    }

    private static House house(SplittableRandom random) {
        double size = random.nextGaussian();
        double living = 1900 * Math.exp(0.38 * size);
        return new House(
                (int) clamp(Math.rint(living / 10) * 10, 350, 12_000),
                (int) clamp(Math.rint(7500 * Math.exp(0.7 * random.nextGaussian())), 600, 200_000),
                (int) clamp(Math.rint(3.3 + 0.7 * size + 0.6 * random.nextGaussian()), 1, 9),
                clamp(Math.rint(4 * (2.1 + 0.5 * size + 0.4 * random.nextGaussian())) / 4, 0.75, 7),
                FLOORS[random.nextInt(FLOORS.length)],
                (int) clamp(Math.rint(7.4 + 0.8 * size + 0.7 * random.nextGaussian()), 3, 13),
                CONDITIONS[random.nextInt(CONDITIONS.length)],
                1900 + random.nextInt(HedonicPrice.REFERENCE_YEAR - 1900),
                random.nextInt(120) == 0);
    }

    private static double scatter(double centre, SplittableRandom random) {
        return Math.rint((centre + SCATTER_DEGREES * random.nextGaussian()) * 1e4) / 1e4;
    }

    private static double clamp(double value, double min, double max) {
        return Math.min(max, Math.max(min, value));
    }

    /** Randomness of one index, mixed so that neighbouring indexes have nothing in common. */
    private static SplittableRandom random(long seed, long index) {
        long mixed = seed * 0xD6E8FEB86659FD93L + index;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return new SplittableRandom(mixed ^ (mixed >>> 32));
    }
}
