package io.millrace.benchmarks.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** A piece of HTML in which everything that came from data is escaped. */
record Markup(String html) {
    /** Nothing. */
    static final Markup EMPTY = new Markup("");

    /** A text, escaped. */
    static Markup text(String text) {
        return new Markup(escape(text));
    }

    /** An element. */
    static Markup tag(String name, Markup... children) {
        return tag(name, Map.of(), children);
    }

    /** An element that holds a text. */
    static Markup tag(String name, String text) {
        return tag(name, text(text));
    }

    /** An element of a class. */
    static Markup classed(String name, String type, Markup... children) {
        return tag(name, Map.of("class", type), children);
    }

    /** An element with attributes. */
    static Markup tag(String name, Map<String, String> attributes, Markup... children) {
        StringBuilder html = new StringBuilder("<").append(name);
        new TreeMap<>(attributes).forEach((attribute, value) -> html.append(' ')
                .append(attribute)
                .append("=\"")
                .append(escape(value))
                .append('"'));
        html.append('>').append(join(Arrays.asList(children)).html);
        return new Markup(html.append("</").append(name).append('>').toString());
    }

    /** One after the other. */
    static Markup join(Collection<Markup> pieces) {
        StringBuilder html = new StringBuilder();
        pieces.forEach(piece -> html.append(piece.html));
        return new Markup(html.toString());
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(character);
            }
        }
        return escaped.toString();
    }
}
