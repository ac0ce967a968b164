package io.millrace.jobs.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.jobs.embedded.Home;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** Runs commands in this process and keeps what they print. */
final class Commands {
    private Commands() {}

    /** What a command left behind. */
    record Result(int exitCode, List<String> out, String err) {

        /** The values of the JSON object on the last line, by path. */
        Map<String, String> json() {
            String last = out.get(out.size() - 1);
            return JsonFields.read(last.getBytes(UTF_8))
                    .orElseThrow(() -> new AssertionError("last line is no JSON object: " + last + "\n" + err));
        }
    }

    static Result run(Home home, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, /* autoFlush= */ true, UTF_8),
                new PrintStream(err, /* autoFlush= */ true, UTF_8),
                /* terminal= */ false);
        int code = Main.run(console, home, arguments);
        return new Result(code, out.toString(UTF_8).lines().toList(), err.toString(UTF_8));
    }
}
