package io.millrace.jobs.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The listings before the stream as CSV files: what the first model is trained from. */
final class TrainingRows {
    private final ListingGenerator generator;
    private final DemoSales sales;

    TrainingRows(ListingGenerator generator, DemoSales sales) {
        this.generator = generator;
        this.sales = sales;
    }

    /**
     * Writes the listings in the order of their time: one column per field of an event, those of the table of zip codes,
     * and a last one named {@code target} with the price.
     *
     * @param lastListedAt time of the last row in epoch milliseconds; the others come before it as {@link DemoSales} says
     */
    void write(Path file, String target, long lastListedAt) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, UTF_8)) {
            for (int i = 0; i < generator.market().trainingRows(); i++) {
                Listing listing = generator.at(i);
                Map<String, String> fields =
                        new LinkedHashMap<>(ListingJson.fields(listing, "sale-" + i, sales.listedAt(i, lastListedAt)));
                fields.put(
                        "demo_zip.miles_to_center",
                        String.format(Locale.ROOT, "%.2f", County.milesToCentre(listing.zip())));
                fields.put(target, Long.toString(listing.price()));
                write(out, fields, i == 0);
            }
        }
    }

    /** Writes the sale of each of the listings. */
    void writeSales(Path file, long lastListedAt) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, UTF_8)) {
            for (int i = 0; i < generator.market().trainingRows(); i++) {
                write(out, DemoSales.fields(generator.at(i), sales.soldAt(i, lastListedAt)), i == 0);
            }
        }
    }

    private static void write(BufferedWriter out, Map<String, String> fields, boolean first) throws IOException {
        if (first) {
            out.write(String.join(",", fields.keySet()) + '\n');
        }
        out.write(String.join(",", fields.values()).replace("\"", "") + '\n');
    }
}
