package io.millrace.jobs.demo;

import java.util.ArrayList;
import java.util.List;

/** One line of the terminal: pieces of text, each with a style that takes no room. */
final class Line {
    private final List<Piece> pieces = new ArrayList<>();
    private int width;

    /** How a piece of text looks on a terminal that can do more than text. */
    enum Style {
        NORMAL(""),
        BOLD("1"),
        DIM("2"),
        RED("31"),
        GREEN("32"),
        YELLOW("33"),
        CYAN("36");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    private record Piece(Style style, String text) {}

    static Line empty() {
        return new Line();
    }

    Line add(String text) {
        return add(Style.NORMAL, text);
    }

    Line add(Style style, String text) {
        pieces.add(new Piece(style, text));
        width += text.length();
        return this;
    }

    /** Fills up with blanks to a column. */
    Line to(int column) {
        return width < column ? add(" ".repeat(column - width)) : this;
    }

    /** Adds a text that ends at a column, at least one blank after what is there. */
    Line endingAt(int column, Style style, String text) {
        return to(Math.max(column - text.length(), width + 1)).add(style, text);
    }

    /** The text without styles, cut off at a width. */
    String plain(int maxWidth) {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.text()));
        return text.substring(0, Math.min(text.length(), maxWidth)).stripTrailing();
    }

    /** The text with the escape sequences of an ANSI terminal, cut off at a width. */
    String styled(int maxWidth) {
        StringBuilder text = new StringBuilder();
        int room = maxWidth;
        for (Piece piece : pieces) {
            String part = piece.text().substring(0, Math.min(piece.text().length(), room));
            room -= part.length();
            boolean normal = piece.style() == Style.NORMAL || part.isBlank();
            text.append(normal ? part : "\u001B[" + piece.style().code + 'm' + part + "\u001B[0m");
        }
        return text.toString();
    }
}
