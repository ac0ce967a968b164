package io.millrace.config.bind;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The problems found so far, across all the files that are read together. */
public final class Problems {
    private final Set<Problem> found = new LinkedHashSet<>();

    /** Adds a problem, once. */
    public void add(Problem problem) {
        found.add(problem);
    }

    /** Whether nothing is wrong so far. */
    public boolean none() {
        return found.isEmpty();
    }

    /** Throws all problems in one exception, if there are any. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigException(List.copyOf(found));
        }
    }

    /** Whether something is wrong with the key of this path or with a key below it. */
    boolean touch(String file, String path) {
        return found.stream().anyMatch(p -> p.file().equals(file) && within(p.path(), path));
    }

    private static boolean within(String path, String ancestor) {
        if (ancestor.isEmpty() || path.equals(ancestor)) {
            return true;
        }
        return path.startsWith(ancestor) && ".[".indexOf(path.charAt(ancestor.length())) >= 0;
    }
}
