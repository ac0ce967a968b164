package io.millrace.config.bind;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Plain data as YAML text that {@link Document} reads back. A text is written bare if it is a few words, otherwise in double
 * quotes on one line: the block styles of YAML cannot hold every text.
 */
public final class YamlText {
    private static final Pattern WORDS = Pattern.compile("[A-Za-z_][A-Za-z0-9_./+-]*( [A-Za-z0-9_./+-]+){0,30}");
    private static final Set<String> RESERVED =
            Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf");

    private final StringBuilder text = new StringBuilder();

    private YamlText() {}

    /**
     * Writes nested maps, collections, texts, whole numbers, finite numbers and booleans, in the order of the map.
     *
     * @throws IllegalArgumentException for any other value, null included
     */
    public static String write(Map<String, ?> document) {
        YamlText yaml = new YamlText();
        yaml.entries(document, "", "");
        return yaml.text.toString();
    }

    private void entries(Map<?, ?> map, String path, String indent) {
        String before = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new IllegalArgumentException("key is no text: path=" + path + ", key=" + entry.getKey());
            }
            text.append(before).append(scalar(key)).append(':');
            value(entry.getValue(), path + "." + key, indent);
            before = indent;
        }
    }

    private void value(Object value, String path, String indent) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            String inner = indent + "  ";
            text.append('\n').append(inner);
            entries(map, path, inner);
        } else if (value instanceof Collection<?> elements && !elements.isEmpty()) {
            text.append('\n');
            elements.forEach(element -> element(element, path + "[]", indent + "  "));
        } else {
            text.append(' ').append(leaf(value, path)).append('\n');
        }
    }

    private void element(Object value, String path, String indent) {
        text.append(indent).append('-');
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            text.append(' ');
            entries(map, path, indent + "  ");
        } else {
            value(value, path, indent);
        }
    }

    private static String leaf(Object value, String path) {
        if (value instanceof Map) {
            return "{}";
        }
        if (value instanceof Collection) {
            return "[]";
        }
        if (value instanceof String string) {
            return scalar(string);
        }
        if (isPlain(value)) {
            return value.toString();
        }
        throw new IllegalArgumentException("value cannot be written: path=" + path + ", value=" + value);
    }

    private static boolean isPlain(Object value) {
        return value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || (value instanceof Double number && Double.isFinite(number));
    }

    private static String scalar(String value) {
        if (WORDS.matcher(value).matches() && !RESERVED.contains(value.toLowerCase(Locale.ROOT))) {
            return value;
        }
        StringBuilder quoted = new StringBuilder("\"");
        value.chars().forEach(letter -> quoted.append(escaped((char) letter)));
        return quoted.append('"').toString();
    }

    private static String escaped(char letter) {
        return switch (letter) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            default -> bare(letter) ? Character.toString(letter) : String.format("\\u%04x", (int) letter);
        };
    }

    /** Whether no reader takes the letter for a line break, a mark or anything else but itself. */
    private static boolean bare(char letter) {
        return (letter >= ' ' && letter < 0x7f)
                || (letter > 0xa0 && letter < 0xfff0 && letter != '\u2028' && letter != '\u2029' && letter != '\ufeff');
    }
}
