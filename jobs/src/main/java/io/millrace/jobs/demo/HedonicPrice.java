package io.millrace.jobs.demo;

/**
 * The price formula of the made-up market, on the scale of the natural logarithm:
 *
 * <pre>
 * log price = 13.0                                  $442,000 for the reference house
 *           + 0.70 · ln(living / 1900)              elasticities
 *           + 0.06 · ln(lot / 7500)
 *           + 0.10 · (grade − 7)                    and semi-elasticities
 *           + 0.05 · (condition − 3)
 *           − 0.02 · (bedrooms − 3)
 *           + 0.05 · (bathrooms − 2)
 *           + 0.03 · (floors − 1.5)
 *           + 0.45 · waterfront
 *           − 0.0015 · (2025 − year built)
 *           + effect(zip)                           see County
 *           + 0.04 · sin(2π · index / trainingRows) the season; the training rows are one year
 *           + 0.18 + 0.20 · waterfront              after the market shift: dearer by 20 %, by the water even more,
 *           + shift(zip) + 0.10 · t                 and by place; t runs from 0 there to 1 at the end
 *           + N(0, 0.12)                            what nobody can know
 * </pre>
 */
final class HedonicPrice {
    static final double BASE = 13.0;
    static final double LIVING = 0.70;
    static final double LOT = 0.06;
    static final double GRADE = 0.10;
    static final double CONDITION = 0.05;
    static final double BEDROOMS = -0.02;
    static final double BATHROOMS = 0.05;
    static final double FLOORS = 0.03;
    static final double WATERFRONT = 0.45;
    static final double AGE = -0.0015;
    static final double SEASON = 0.04;
    static final double LEVEL_SHIFT = 0.18;
    static final double WATERFRONT_SHIFT = 0.20;
    static final double DRIFT = 0.10;
    static final double NOISE = 0.12;

    static final double REFERENCE_LIVING = 1900;
    static final double REFERENCE_LOT = 7500;
    static final int REFERENCE_YEAR = 2025;

    private final Market market;

    HedonicPrice(Market market) {
        this.market = market;
    }

    /** The log price of a house without the noise. */
    double log(House house, Zip zip, long index) {
        return BASE + ofHouse(house) + zip.effect() + season(index) + shift(house, zip, index);
    }

    private static double ofHouse(House house) {
        return LIVING * Math.log(house.living() / REFERENCE_LIVING)
                + LOT * Math.log(house.lot() / REFERENCE_LOT)
                + GRADE * (house.grade() - 7)
                + CONDITION * (house.condition() - 3)
                + BEDROOMS * (house.bedrooms() - 3)
                + BATHROOMS * (house.bathrooms() - 2)
                + FLOORS * (house.floors() - 1.5)
                + WATERFRONT * (house.waterfront() ? 1 : 0)
                + AGE * (REFERENCE_YEAR - house.yearBuilt());
    }

    private double season(long index) {
        return SEASON * Math.sin(2 * Math.PI * index / market.trainingRows());
    }

    private double shift(House house, Zip zip, long index) {
        long since = index - market.shiftIndex();
        if (since < 0) {
            return 0;
        }
        return LEVEL_SHIFT
                + WATERFRONT_SHIFT * (house.waterfront() ? 1 : 0)
                + zip.shift()
                + DRIFT * since / (market.endIndex() - market.shiftIndex());
    }
}
