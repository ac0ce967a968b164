package io.millrace.jobs.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The listings before the stream, with their prices, as a CSV file: what the first model is trained from. */
final class TrainingRows {
    private final ListingGenerator generator;

    TrainingRows(ListingGenerator generator) {
        this.generator = generator;
    }

    /**
     * Writes the rows in the order of their time, one column per field of an event and a last one named {@code target}.
     *
     * @param lastListedAt time of the last row in epoch milliseconds; each row before it is a minute older
     */
    void write(Path file, String target, long lastListedAt) throws IOException {
        int rows = generator.market().trainingRows();
        try (BufferedWriter out = Files.newBufferedWriter(file, UTF_8)) {
            for (int i = 0; i < rows; i++) {
                Listing listing = generator.at(i);
                long listedAt = lastListedAt - 60_000L * (rows - 1 - i);
                Map<String, String> fields = ListingJson.fields(listing, "sale-" + i, listedAt);
                if (i == 0) {
                    out.write(String.join(",", fields.keySet()) + ',' + target + '\n');
                }
                out.write(String.join(",", fields.values()).replace("\"", "") + ',' + listing.price() + '\n');
            }
        }
    }
}
