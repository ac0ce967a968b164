package io.millrace.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRowsTest {
    @Test
    void writesTheListingsBeforeTheStreamWithTheirPrices(@TempDir Path folder) throws IOException {
        ListingGenerator generator = new ListingGenerator(new Market(7, 3, 10));
        Path file = folder.resolve("rows.csv");

        TrainingRows rows = new TrainingRows(generator, new DemoSales(generator));
        rows.write(file, "price", 1_800_000_000_000L);
        rows.writeSales(folder.resolve("sales.csv"), 1_800_000_000_000L);

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0))
                .isEqualTo("id,listed_at,zipcode,sqft_living,sqft_lot,bedrooms,bathrooms,floors,grade,condition,"
                        + "yr_built,waterfront,lat,long,demo_zip.miles_to_center,price");
        assertThat(lines.get(1))
                .startsWith("sale-0,1799999999980," + generator.at(0).zip().code() + ',')
                .endsWith("," + generator.at(0).price());
        assertThat(lines.get(3)).startsWith("sale-2,1800000000000,").doesNotContain("\"");
        assertThat(Files.readAllLines(folder.resolve("sales.csv")))
                .hasSize(4)
                .startsWith("id,sold_at,zipcode,price,sqft_living")
                .last()
                .asString()
                .startsWith("sale-2,1800000001000,");
    }
}
