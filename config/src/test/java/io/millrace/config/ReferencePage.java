package io.millrace.config;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type.Nested;
import java.util.List;

/** The page {@code docs/pipeline-file.md}, made from the declarations of all keys. */
final class ReferencePage {
    private static final String INTRODUCTION = """
            # Pipeline and view files

            <!-- Generated from the keys in io.millrace.config; do not edit. ReferencePageTest says how to renew it. -->

            One YAML file describes a pipeline; each feature view that it uses has a file of its own, in the folder
            `../features` as seen from the pipeline file. `config/pipelines/house-prices.yaml` is an example of the one,
            `config/features/zip_market.yaml` of the other. `./millrace check FILE` reads both and reports everything
            that is wrong at once, with its line, its key, its value and what would be right.

            - A **time span** is a whole number with a unit: `20ms`, `5s`, `10m`, `1h`, `30d`.
            - A **size** is a number of bytes, or has a unit: `512`, `64kb`, `1mb`, `2gb`; a kilobyte is 1024 bytes.
            - Bounds are included in what is allowed.
            - A section may be left out when all its keys may. An unknown key is an error, and so are a repeated key, a
              tag, an anchor and an alias.
            - Secrets stand in environment variables, never in a file; errors show them as `[REDACTED]`.
            """;

    private final StringBuilder page = new StringBuilder(INTRODUCTION);

    private ReferencePage() {}

    static String text() {
        ReferencePage reference = new ReferencePage();
        reference.page.append("\n## Pipeline files\n");
        reference.section("", PipelineKeys.SHAPE);
        reference.page.append("\n## View files\n");
        reference.section("", ViewKeys.SHAPE);
        return reference.page.toString();
    }

    private void section(String prefix, Shape shape) {
        List<Key<?>> plain = shape.keys().stream()
                .filter(key -> key.type().nested().isEmpty())
                .toList();
        if (!plain.isEmpty()) {
            page.append("\n| key | value | default | allowed | meaning |\n|---|---|---|---|---|\n");
            plain.forEach(this::row);
        }
        for (Key<?> key : shape.keys()) {
            key.type().nested().ifPresent(nested -> nested(prefix, key, nested));
        }
    }

    private void nested(String prefix, Key<?> key, Nested nested) {
        String inner = prefix + key.name() + nested.between();
        String heading = inner.substring(0, inner.length() - 1);
        page.append("\n### `").append(heading).append("`\n\n").append(sentence(key.meaning()));
        page.append(key.otherwise().equals("required") ? " Required.\n" : "\n");
        section(inner, nested.shape());
    }

    private void row(Key<?> key) {
        page.append("| `")
                .append(key.name())
                .append("` | ")
                .append(key.type().name())
                .append(" | ")
                .append(otherwise(key))
                .append(" | ")
                .append(cell(key.type().bound()))
                .append(" | ")
                .append(cell(key.meaning()))
                .append(" |\n");
    }

    private static String otherwise(Key<?> key) {
        String text = key.otherwise();
        if (text.equals("required")) {
            return "**required**";
        }
        return text.equals("–") ? text : "`" + (text.isEmpty() ? "''" : text) + "`";
    }

    private static String sentence(String meaning) {
        return Character.toUpperCase(meaning.charAt(0)) + meaning.substring(1) + ".";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }
}
