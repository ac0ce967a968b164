package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.bind.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferencePageTest {
    private static final Path PAGE = Path.of("..", "docs", "pipeline-file.md");
    private static final String RENEW =
            "./mvnw -o -B -q test -pl config -Dtest=ReferencePageTest -Dmillrace.reference=write";

    @Test
    void theCommittedPageSaysWhatTheKeysSay() throws IOException {
        if (Environment.system().property("millrace.reference").isPresent()) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, ReferencePage.text());
        }

        assertThat(PAGE).as("%s is generated; to renew it: %s", PAGE, RENEW).hasContent(ReferencePage.text());
    }
}
