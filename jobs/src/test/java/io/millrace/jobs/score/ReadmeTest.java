package io.millrace.jobs.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Path README = Path.of("../README.md");
    private static final Pattern OPERATOR = Pattern.compile("`([a-z-]+)`");

    @Test
    void listsTheOperatorsOfTheScoringJob() throws IOException {
        assertThat(listed()).as("operators in the table of README.md").containsExactlyInAnyOrderElementsOf(drawn());
    }

    private static List<String> listed() throws IOException {
        List<String> operators = new ArrayList<>();
        for (String line : Files.readAllLines(README)) {
            if (line.startsWith("| `")) {
                Matcher matcher = OPERATOR.matcher(line.substring(0, line.indexOf('|', 1)));
                while (matcher.find()) {
                    operators.add(matcher.group(1));
                }
            }
        }
        return operators;
    }

    /* A sink is several nodes, "<name>: Writer" and "<name>: Committer", to Flink and one operator to a reader. */
    private static List<String> drawn() {
        return StageTable.of(ScoreTopologyTest.graph()).stream()
                .map(stage -> stage.name()
                        .replaceFirst("^Source: ", "")
                        .replaceFirst(":.*", "")
                        .replaceFirst("-zip_market$", "-view"))
                .distinct()
                .toList();
    }
}
