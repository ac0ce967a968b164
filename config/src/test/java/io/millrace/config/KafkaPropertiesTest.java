package io.millrace.config;

import static io.millrace.config.PipelineText.CORRECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaPropertiesTest {
    private static final String SASL = "security.protocol: SASL_SSL, sasl.mechanism: SCRAM-SHA-512, sasl.jaas.config: ";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "interceptor.classes",
                "metric.reporters",
                "key.serializer",
                "value.serializer",
                "key.deserializer",
                "value.deserializer",
                "partitioner.class",
                "partition.assignment.strategy",
                "config.providers",
                "config.providers.file.class",
                "config.providers.env.param.allowlist.pattern",
                "automatic.config.providers",
                "security.providers",
                "client.dns.lookup",
                "bootstrap.servers",
                "bootstrap.controllers",
                "group.id",
                "group.instance.id",
                "transactional.id",
                "transaction.timeout.ms",
                "enable.idempotence",
                "enable.auto.commit",
                "auto.offset.reset",
                "isolation.level",
                "acks",
                "sasl.client.callback.handler.class",
                "sasl.login.callback.handler.class",
                "sasl.login.class",
                "sasl.server.callback.handler.class",
                "sasl.oauthbearer.token.endpoint.url",
                "sasl.oauthbearer.jwks.endpoint.url",
                "sasl.oauthbearer.jwt.retriever.class",
                "sasl.oauthbearer.jwt.validator.class",
                "sasl.oauthbearer.assertion.file",
                "sasl.oauthbearer.assertion.private.key.file",
                "sasl.kerberos.kinit.cmd",
                "sasl.kerberos.service.name",
                "ssl.engine.factory.class",
                "ssl.provider",
                "ssl.secure.random.implementation",
                "ssl.keymanager.algorithm",
                "ssl.trustmanager.algorithm",
                "telemetry.reporters",
                "metadata.recovery.strategy",
                "listener.name.x.sasl.jaas.config",
                "admin.sasl.jaas.config",
                "Security.Protocol",
                "security",
                "java.naming.provider.url"
            })
    void refusesEveryOtherProperty(String name) {
        assertThat(properties(name + ": x").problem(folder))
                .isEqualTo("kafka.properties." + name + "   is not an allowed client property; allowed are"
                        + " security.protocol, sasl.mechanism, sasl.jaas.config and the ssl properties in"
                        + " docs/pipeline-file.md");
    }

    @ParameterizedTest
    @MethodSource
    void refusesEveryOtherSignIn(String jaas, String problem) {
        assertThat(properties(SASL + "'" + jaas + "'").problem(folder))
                .isEqualTo("kafka.properties.sasl.jaas.config = [REDACTED]   " + problem);
    }

    static Stream<Arguments> refusesEveryOtherSignIn() {
        String form = "must be: <login module> required <option>=\"<value>\" … ;";
        String modules = "may only name ScramLoginModule, PlainLoginModule or OAuthBearerLoginModule of"
                + " org.apache.kafka.common.security, with its full name";
        return Stream.of(
                arguments(
                        "com.sun.security.auth.module.JndiLoginModule required user.provider.url=\"ldap://x\";", form),
                arguments("com.sun.security.auth.module.JndiLoginModule required;", modules),
                arguments("com.sun.security.auth.module.LdapLoginModule required;", modules),
                arguments("com.sun.security.auth.module.Krb5LoginModule required;", modules),
                arguments("ScramLoginModule required;", modules),
                arguments(SCRAM + " optional;", form),
                arguments(SCRAM + " required", form),
                arguments(SCRAM + " required; " + SCRAM + " required;", form),
                arguments(SCRAM + " required /* */ username=\"a\";", form),
                arguments(SCRAM + " required username=\"a\"password=\"b\";", form),
                arguments(SCRAM + " required username=\"a\\n\";", form),
                arguments(SCRAM + " required refreshKrb5Config=\"true\";", "may not have the option refreshKrb5Config"),
                arguments(
                        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
                                + " tokenEndpointUrl=\"file:/etc/passwd\";",
                        "may not have the option tokenEndpointUrl"),
                arguments(
                        "org.apache.kafka.common.security.plain.PlainLoginModule required tokenauth=\"true\";",
                        "may not have the option tokenauth"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SCRAM + " required username=\"me\" password=\"a;b=c \\\\\" d\" tokenauth=true;",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"me\" password=\"x\";",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
                        + " unsecuredLoginStringClaim_sub=\"me\";"
            })
    void acceptsTheSignInsItKnows(String jaas) {
        String yaml = jaas.replace("\\\\", "\\");
        assertThat(properties(SASL + "'" + yaml + "'").problem(folder)).isEmpty();
    }

    @Test
    void keepsASecretOfTheEnvironmentInsideItsQuotes() {
        String jaas = SCRAM + " required username=\"me\" password=\"${env:PASSWORD}\";";
        PipelineText text = properties(SASL + "'" + jaas + "'");

        assertThat(text.read(folder, Map.of("PASSWORD", "a\" evil=\"b\\"))
                        .kafka()
                        .properties())
                .containsEntry(
                        "sasl.jaas.config", SCRAM + " required username=\"me\" password=\"a\\\" evil=\\\"b\\\\\";");
    }

    @Test
    void keepsCalmOverALongSecret() {
        PipelineText text = properties(SASL + "'" + SCRAM + " required password=\"${env:PASSWORD}\";'");

        assertThat(text.problems(folder, Map.of("PASSWORD", "\"".repeat(4_900))))
                .isEmpty();
        assertThat(text.problems(folder, Map.of("PASSWORD", "\"".repeat(100_000))))
                .last()
                .isEqualTo(
                        "  line 2  kafka.properties.sasl.jaas.config = [REDACTED]   must have at most 10000 characters");
    }

    @Test
    void namesTheVariableThatIsNotSet() {
        PipelineText text = properties("security.protocol: SSL, ssl.key.password: '${env:KEY_PASSWORD}'");

        assertThat(text.problem(folder))
                .isEqualTo("kafka.properties.ssl.key.password = [REDACTED]   needs the environment variable"
                        + " KEY_PASSWORD, which is not set");
    }

    @Test
    void refusesOtherPlaceholders() {
        PipelineText text = properties("security.protocol: SSL, ssl.keystore.location: '${file:/etc/passwd:x}'");

        assertThat(text.problem(folder))
                .isEqualTo("kafka.properties.ssl.keystore.location = ${file:/etc/passwd:x}   must have no placeholder"
                        + " but ${env:NAME}");
    }

    @Test
    void neverShowsWhatTheEnvironmentHolds() {
        PipelineText text = properties("security.protocol: '${env:SECRET}'");

        assertThat(text.problems(folder, Map.of("SECRET", "hunter2")))
                .containsExactly(
                        "pipelines/houses.yaml: 1 problem",
                        "  line 2  kafka.properties.security.protocol = ${env:SECRET}   must be PLAINTEXT or SSL or"
                                + " SASL_PLAINTEXT or SASL_SSL");
    }

    @Test
    void refusesPropertiesThatTheProtocolIgnores() {
        assertThat(properties("ssl.truststore.location: /a").problem(folder))
                .isEqualTo("kafka.properties.ssl.truststore.location = /a   has no effect without security.protocol"
                        + " SSL or SASL_SSL");
        assertThat(properties("security.protocol: SSL, sasl.mechanism: PLAIN").problem(folder))
                .isEqualTo("kafka.properties.sasl.mechanism = PLAIN   has no effect without security.protocol"
                        + " SASL_SSL or SASL_PLAINTEXT");
    }

    @Test
    void asksForCredentials() {
        List<String> problems = properties("security.protocol: SASL_SSL").problems(folder, Map.of());

        assertThat(problems)
                .contains(
                        "  line 2  kafka.properties.sasl.mechanism   is missing: security.protocol SASL_SSL needs it");
    }

    @Test
    void refusesPropertiesOfTheEmbeddedBroker() {
        assertThat(properties("security.protocol: SSL")
                        .with("broker:9092", "embedded")
                        .problem(folder))
                .isEqualTo("kafka.properties   is only for a cluster of your own: name it in kafka.bootstrap");
    }

    private static PipelineText properties(String properties) {
        return CORRECT.with("\"broker:9092\"", "\"broker:9092\", properties: { " + properties + " }");
    }
}
