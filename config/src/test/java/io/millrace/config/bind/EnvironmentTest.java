package io.millrace.config.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

    @Test
    void keepsItsHomeInTheWorkingDirectoryByDefault() {
        assertThat(Environment.of(Map.of()).home())
                .isEqualTo(Path.of(".millrace").toAbsolutePath());
        assertThat(Environment.of(Map.of("MILLRACE_HOME", "")).home())
                .isEqualTo(Path.of(".millrace").toAbsolutePath());
    }

    @Test
    void takesItsHomeFromTheVariable() {
        assertThat(Environment.of(Map.of("MILLRACE_HOME", "/srv/x/../millrace")).home())
                .isEqualTo(Path.of("/srv/millrace"));
    }

    @Test
    void movesToAnotherHome() {
        Environment environment = Environment.of(Map.of("MILLRACE_HOME", "/srv/one", "OTHER", "kept"));

        assertThat(environment.withHome(Path.of("/srv/two")).home()).isEqualTo(Path.of("/srv/two"));
        assertThat(environment.withHome(Path.of("/srv/two")).variable("OTHER")).contains("kept");
        assertThat(environment.home()).isEqualTo(Path.of("/srv/one"));
    }

    @Test
    void readsTheProcessEnvironment() {
        assertThat(Environment.system().variable("PATH")).isPresent();
        assertThat(Environment.system().property("java.version")).isPresent();
    }

    @Test
    void showsNoValues() {
        assertThat(Environment.of(Map.of("PASSWORD", "hunter2"))).hasToString("Environment[variables=1]");
    }
}
