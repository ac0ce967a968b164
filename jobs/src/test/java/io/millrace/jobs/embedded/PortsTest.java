package io.millrace.jobs.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class PortsTest {
    /** More than there are ports to draw. */
    private static final int DRAWS = 50_000;

    @Test
    void areNeverTheSame() throws IOException {
        for (int draw = 0; draw < DRAWS; draw++) {
            Ports ports = Ports.free(0);
            assertThat(ports.clients()).isNotEqualTo(ports.controller());
        }
    }
}
