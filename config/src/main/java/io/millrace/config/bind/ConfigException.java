package io.millrace.config.bind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that is wrong with a file and with the files it names, reported together. */
public final class ConfigException extends RuntimeException {
    private final transient List<Problem> problems;

    public ConfigException(List<Problem> problems) {
        super(text(sorted(problems)));
        this.problems = sorted(problems);
    }

    /** The problems, by file and line. */
    public List<Problem> problems() {
        return problems;
    }

    private static List<Problem> sorted(List<Problem> problems) {
        return problems.stream().sorted().toList();
    }

    private static String text(List<Problem> problems) {
        Map<String, List<Problem>> byFile = new LinkedHashMap<>();
        problems.forEach(
                p -> byFile.computeIfAbsent(p.file(), file -> new ArrayList<>()).add(p));
        List<String> lines = new ArrayList<>();
        byFile.forEach((file, found) -> {
            lines.add(file + ": " + count(found.size(), "problem"));
            int width = digits(found);
            found.forEach(problem -> lines.add(line(problem, width)));
        });
        if (byFile.size() > 1) {
            lines.add(count(problems.size(), "problem") + " in " + count(byFile.size(), "file"));
        }
        return String.join("\n", lines);
    }

    private static String line(Problem problem, int width) {
        StringBuilder line = new StringBuilder();
        if (problem.line() > 0) {
            line.append("  line ").append(String.format("%" + width + "d", problem.line()));
        }
        if (!problem.path().isEmpty()) {
            line.append("  ").append(problem.subject()).append(' ');
        }
        return line.append("  ").append(problem.message()).toString();
    }

    private static int digits(List<Problem> problems) {
        int last = problems.stream().mapToInt(Problem::line).max().orElse(0);
        return Integer.toString(last).length();
    }

    private static String count(int n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }
}
