package io.millrace.config;

import io.millrace.config.bind.Refusal;
import io.millrace.config.bind.Type;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The kinds of names in pipeline and view files, each with the letters that its users accept. */
final class NameTypes {
    /** Prefix of topics and transactional ids, and part of folder names. */
    static final Type<String> PIPELINE =
            name("[a-z0-9][a-z0-9_-]{0,99}", "lower-case letters, digits, - and _ (at most 100, no - or _ first)");

    /** Name of a folder in the registry. */
    static final Type<String> MODEL = PIPELINE;

    /** What Kafka accepts. */
    static final Type<String> TOPIC =
            name("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}", "letters, digits, ., _ and - (at most 249, not . or ..)");

    /** Column of a schema: without a point, because that stands between a view and its column. */
    static final Type<String> FIELD =
            name("[A-Za-z_][A-Za-z0-9_-]{0,99}", "letters, digits, _ and - (at most 100, no digit or - first)");

    /** Name of a view file. */
    static final Type<String> VIEW =
            name("[a-z][a-z0-9_]{0,62}", "lower-case letters, digits and _ (at most 63, a letter first)");

    /** Table column. */
    static final Type<String> COLUMN =
            name("[A-Za-z_][A-Za-z0-9_]{0,62}", "letters, digits and _ (at most 63, no digit first)");

    /** Table, with its schema if it has one. */
    static final Type<String> TABLE = name(
            "([A-Za-z_][A-Za-z0-9_]{0,62}\\.)?[A-Za-z_][A-Za-z0-9_]{0,62}",
            "a table or schema.table of letters, digits and _ (at most 63 each, no digit first)");

    /** Environment variable. */
    static final Type<String> VARIABLE =
            name("[A-Za-z_][A-Za-z0-9_]{0,99}", "the name of an environment variable: letters, digits and _");

    /** Model alias or version. */
    static final Type<String> ALIAS_OR_VERSION =
            name("[a-z][a-z0-9-]{0,49}|[1-9][0-9]{0,8}", "an alias such as champion or a version number");

    private NameTypes() {}

    private static Type<String> name(String form, String expected) {
        return Type.text(Pattern.compile(form), expected);
    }

    /** Turns what a parser of the JDK throws into a refusal. */
    static <T> Function<String, T> refusing(Function<String, T> parser, String sentence) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (RuntimeException e) {
                throw new Refusal(sentence);
            }
        };
    }
}
