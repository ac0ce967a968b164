package io.millrace.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ListingGeneratorTest {
    private static final Market MARKET = new Market(7, 20_000, 40_000);

    private final ListingGenerator generator = new ListingGenerator(MARKET);

    @Test
    void makesTheSameListingForTheSameSeedAndIndex() {
        ListingGenerator again = new ListingGenerator(MARKET);

        assertThat(again.at(12_345)).isEqualTo(generator.at(12_345));
        assertThat(again.at(3)).isEqualTo(generator.at(3));
    }

    @Test
    void makesAnotherMarketForAnotherSeed() {
        ListingGenerator other = new ListingGenerator(new Market(8, 20_000, 40_000));

        assertThat(other.at(3)).isNotEqualTo(generator.at(3));
        assertThat(other.county().zips()).isNotEqualTo(generator.county().zips());
    }

    @Test
    void makesNeighboursThatHaveNothingInCommon() {
        double[] sizes = LongStream.range(0, 20_000)
                .mapToDouble(i -> Math.log(generator.at(i).house().living()))
                .toArray();

        assertThat(correlationWithNext(sizes)).isCloseTo(0, within(0.03));
    }

    @Test
    void keepsEveryHouseWithinPlausibleBounds() {
        for (Listing listing : listings(0, 5_000)) {
            House house = listing.house();
            assertThat(house.living()).isBetween(350, 12_000);
            assertThat(house.bedrooms()).isBetween(1, 9);
            assertThat(house.grade()).isBetween(3, 13);
            assertThat(house.condition()).isBetween(1, 5);
            assertThat(house.yearBuilt()).isBetween(1900, 2025);
            assertThat(listing.price()).isBetween(20_000L, 20_000_000L);
        }
    }

    @Test
    void plantsTheCoefficientsThatALinearFitRecovers() {
        LinearFit fit = LinearFit.within(
                listings(0, MARKET.trainingRows()),
                listing -> listing.zip().code(),
                listing -> Math.log((double) listing.price()),
                List.<ToDoubleFunction<Listing>>of(
                        listing -> Math.log(listing.house().living()),
                        listing -> Math.log(listing.house().lot()),
                        listing -> listing.house().grade(),
                        listing -> listing.house().condition(),
                        listing -> listing.house().bedrooms(),
                        listing -> listing.house().bathrooms(),
                        listing -> listing.house().floors(),
                        listing -> listing.house().waterfront() ? 1 : 0,
                        listing -> -listing.house().yearBuilt(),
                        listing -> Math.sin(2 * Math.PI * listing.index() / MARKET.trainingRows())));

        assertThat(fit.coefficients())
                .containsExactly(
                        new double[] {
                            HedonicPrice.LIVING,
                            HedonicPrice.LOT,
                            HedonicPrice.GRADE,
                            HedonicPrice.CONDITION,
                            HedonicPrice.BEDROOMS,
                            HedonicPrice.BATHROOMS,
                            HedonicPrice.FLOORS,
                            HedonicPrice.WATERFRONT,
                            HedonicPrice.AGE,
                            HedonicPrice.SEASON
                        },
                        within(0.02));
        assertThat(fit.residualDeviation()).isCloseTo(HedonicPrice.NOISE, within(0.003));
    }

    @Test
    void shiftsTheMarketPartWay() {
        HedonicPrice price = new HedonicPrice(MARKET);
        House house = generator.at(0).house();
        long shift = MARKET.shiftIndex();

        assertThat(shift).isEqualTo(36_000);
        for (Zip zip : generator.county().zips()) {
            assertThat(price.log(house, zip, shift) - price.log(house, zip, shift - 1))
                    .isCloseTo(HedonicPrice.LEVEL_SHIFT + zip.shift(), within(1e-4));
        }
        Zip zip = generator.county().zips().get(0);
        double season = price.log(house, zip, 20_000) - price.log(house, zip, 0);
        double drift = price.log(house, zip, MARKET.endIndex())
                - price.log(house, zip, 0)
                - zip.shift()
                - HedonicPrice.LEVEL_SHIFT;
        assertThat(season).isCloseTo(0, within(1e-9));
        assertThat(drift).isCloseTo(HedonicPrice.DRIFT, within(1e-9));
    }

    @Test
    void makesDearPlacesNearTheCentre() {
        List<Zip> byDistance = generator.county().zips().stream()
                .sorted(Comparator.comparingDouble(zip -> Math.hypot(zip.latitude() - 44.0, zip.longitude() + 120.0)))
                .toList();

        double near = byDistance.subList(0, 20).stream()
                .mapToDouble(Zip::effect)
                .average()
                .orElseThrow();
        double far = byDistance.subList(50, 70).stream()
                .mapToDouble(Zip::effect)
                .average()
                .orElseThrow();
        assertThat(near).isGreaterThan(far + 0.15);
    }

    @Test
    void refusesAMarketWithoutHistory() {
        assertThatThrownBy(() -> new Market(1, 0, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("market has no history: trainingRows=0, events=10, each at least 1");
    }

    private List<Listing> listings(long from, long to) {
        return LongStream.range(from, to).mapToObj(generator::at).toList();
    }

    private static double correlationWithNext(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double covariance = 0;
        double variance = 0;
        for (int i = 1; i < values.length; i++) {
            covariance += (values[i] - mean) * (values[i - 1] - mean);
            variance += (values[i] - mean) * (values[i] - mean);
        }
        return covariance / variance;
    }
}
