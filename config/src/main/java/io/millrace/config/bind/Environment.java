package io.millrace.config.bind;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the process was started with: the one place that reads environment variables and system properties. */
public final class Environment {
    /** Names the folder of the embedded broker's log, the checkpoints and the registry. */
    public static final String HOME_VARIABLE = "MILLRACE_HOME";

    private static final String DEFAULT_HOME = ".millrace";

    private final Map<String, String> variables;
    private final Map<String, String> properties;

    private Environment(Map<String, String> variables, Map<String, String> properties) {
        this.variables = Map.copyOf(variables);
        this.properties = Map.copyOf(properties);
    }

    /** The environment of this process, as it is now. */
    public static Environment system() {
        Map<String, String> properties = System.getProperties().stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, System::getProperty));
        return new Environment(System.getenv(), properties);
    }

    /** An environment with these variables and nothing else, for tests. */
    public static Environment of(Map<String, String> variables) {
        return new Environment(variables, Map.of());
    }

    /** The same environment with another home. */
    public Environment withHome(Path home) {
        Map<String, String> changed = new HashMap<>(variables);
        changed.put(HOME_VARIABLE, home.toString());
        return new Environment(changed, properties);
    }

    /** The value of an environment variable that is set and not empty. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }

    /** The value of a system property. */
    public Optional<String> property(String name) {
        return Optional.ofNullable(properties.get(name));
    }

    /** The absolute path of the folder that {@value #HOME_VARIABLE} names, by default in the working directory. */
    public Path home() {
        return Path.of(variable(HOME_VARIABLE).orElse(DEFAULT_HOME))
                .toAbsolutePath()
                .normalize();
    }

    /** The number of variables only: values may be secrets. */
    @Override
    public String toString() {
        return "Environment[variables=" + variables.size() + "]";
    }
}
