package io.millrace.jobs.launch;

import io.millrace.config.bind.Environment;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command speaks: results on standard output, everything said on the way on standard error.
 *
 * @param terminal whether a person is watching, so that a line may be rewritten
 */
public record Console(PrintStream out, PrintStream err, boolean terminal) {
    private static final String REWRITE = "\r\u001b[K";

    /** Property with which the launcher says that standard error is a terminal. */
    private static final String TERMINAL_PROPERTY = "millrace.terminal";

    static Console of(Environment environment) {
        boolean terminal =
                environment.property(TERMINAL_PROPERTY).filter("true"::equals).isPresent();
        return new Console(utf8(FileDescriptor.out), utf8(FileDescriptor.err), terminal);
    }

    /* Java would take the encoding from the locale, and a container often has none. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), /* autoFlush= */ true, StandardCharsets.UTF_8);
    }

    /** A line of the result. */
    public void print(String line) {
        out.println(line);
    }

    /** A sentence about what happens. */
    public void say(String sentence) {
        err.println(terminal ? REWRITE + sentence : sentence);
    }

    /** How far things are: on a terminal one line that is rewritten, otherwise a line like any other. */
    public void progress(String line) {
        if (terminal) {
            err.print(REWRITE + line);
            err.flush();
        } else {
            err.println(line);
        }
    }

    /** Ends a rewritten line. */
    public void progressDone() {
        if (terminal) {
            err.println();
        }
    }
}
