package io.millrace.jobs.launch;

import io.millrace.models.learn.BadRow;
import java.util.List;

/** Rows of a file that were left out. */
final class BadRows {
    private static final int SHOWN = 5;

    private BadRows() {}

    static void tell(Console console, List<BadRow> bad) {
        if (!bad.isEmpty()) {
            console.say("Left out " + bad.size() + " rows:");
            bad.stream().limit(SHOWN).forEach(row -> console.say("  line " + row.line() + ": " + row.reason()));
        }
    }
}
