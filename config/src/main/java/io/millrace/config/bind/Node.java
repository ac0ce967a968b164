package io.millrace.config.bind;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A value as it stands in a file, with the line it starts on. */
sealed interface Node {
    int line();

    /** What the value is, for the sentence "must be a number, not …". */
    String kind();

    /** A single value; {@code plain} if it was written without quotes. */
    record Scalar(String text, boolean plain, int line) implements Node {
        private static final Set<String> EMPTY = Set.of("", "~", "null", "Null", "NULL");

        Scalar expand(UnaryOperator<String> expansion) {
            return new Scalar(expansion.apply(text), plain, line);
        }

        boolean empty() {
            return plain && EMPTY.contains(text);
        }

        @Override
        public String kind() {
            return empty() ? "empty" : "a single value";
        }
    }

    /** A list. */
    record Items(List<Node> items, int line) implements Node {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys with their values, in file order. */
    record Entries(Map<String, Entry> entries, int line) implements Node {
        @Override
        public String kind() {
            return "a section";
        }
    }

    /** A key's line and its value. */
    record Entry(int line, Node value) {}
}
