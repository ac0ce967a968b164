package io.millrace.models;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real streams, which are no part of the project: tests that use one are skipped where the folder is absent. */
public final class SharedData {
    /** Names the folder; without it, a folder {@code shared/data} beside the project or above it is taken. */
    public static final String PROPERTY = "millrace.test.data";

    private SharedData() {}

    /** House sales in King County, 2014 and 2015, not in date order. */
    public static Path kingCounty() {
        return file("king_county_house_sales.csv.gz");
    }

    /** A file of the folder; the test is skipped if it is absent. */
    public static Path file(String name) {
        String given = System.getProperty(PROPERTY);
        Path file = given == null ? search(name) : Path.of(given).resolve(name);
        assumeTrue(
                Files.isRegularFile(file),
                "skipped: no file " + name + " in ../shared/data or in the folder that -D" + PROPERTY + " names");
        return file;
    }

    private static Path search(String name) {
        Path place = Path.of("shared", "data", name);
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isRegularFile(folder.resolve(place))) {
            folder = folder.getParent();
        }
        return folder == null ? place : folder.resolve(place);
    }
}
