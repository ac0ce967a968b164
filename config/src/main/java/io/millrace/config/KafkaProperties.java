package io.millrace.config;

import io.millrace.config.bind.Environment;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Refusal;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Kafka client properties that a pipeline file may set. Every other property is refused: some load classes, open
 * files or call addresses on behalf of whoever wrote the file.
 */
final class KafkaProperties {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]{0,99})}");
    private static final Pattern PEM = Pattern.compile("-----BEGIN [A-Z0-9 ]{1,40}-----[\\p{Print}\\s]{1,100000}");

    static final Key<String> PROTOCOL = property(
            "security.protocol",
            oneOf("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"),
            "how connections are protected; PLAINTEXT when absent");
    static final Key<String> MECHANISM = property(
            "sasl.mechanism",
            oneOf("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"),
            "how the client signs in");
    static final Key<String> JAAS = secret(
            "sasl.jaas.config",
            Type.written("a ScramLoginModule, PlainLoginModule or OAuthBearerLoginModule", JaasConfig::check, ""),
            "who signs in");

    private static final List<Key<String>> SSL = List.of(
            property("ssl.protocol", oneOf("TLSv1.2", "TLSv1.3"), "newest protocol that is spoken"),
            property("ssl.enabled.protocols", names("TLSv1\\.[23]", "TLSv1.2,TLSv1.3"), "protocols that are spoken"),
            property("ssl.cipher.suites", names("[A-Z0-9_]{1,80}", "names of suites"), "cipher suites that are spoken"),
            property(
                    "ssl.endpoint.identification.algorithm",
                    Type.text(Pattern.compile("(https)?"), "https, or '' to trust any host name"),
                    "how the broker's host name is checked"),
            property("ssl.truststore.type", oneOf("JKS", "PKCS12", "PEM"), "format of the trust store"),
            property("ssl.truststore.location", Type.text(), "file of the trust store"),
            secret("ssl.truststore.password", Type.text(), "password of the trust store"),
            property("ssl.truststore.certificates", pem(), "trusted certificates"),
            property("ssl.keystore.type", oneOf("JKS", "PKCS12", "PEM"), "format of the key store"),
            property("ssl.keystore.location", Type.text(), "file of the key store"),
            secret("ssl.keystore.password", Type.text(), "password of the key store"),
            secret("ssl.keystore.key", pem(), "private key"),
            property("ssl.keystore.certificate.chain", pem(), "certificates of the private key"),
            secret("ssl.key.password", Type.text(), "password of the private key"));

    private static final List<Key<String>> SASL = List.of(MECHANISM, JAAS);

    private static final List<Key<String>> KEYS =
            Stream.of(List.of(PROTOCOL), SASL, SSL).flatMap(List::stream).toList();

    static final Shape SHAPE = Shape.of(KEYS.toArray(Key<?>[]::new))
            .answeringUnknown("is not an allowed client property; allowed are security.protocol, sasl.mechanism,"
                    + " sasl.jaas.config and the ssl properties in docs/pipeline-file.md");

    private KafkaProperties() {}

    private static Key<String> property(String name, Type<String> type, String meaning) {
        return Key.optional(name, type, meaning);
    }

    private static Key<String> secret(String name, Type<String> type, String meaning) {
        return property(name, type, meaning).secret();
    }

    private static Type<String> oneOf(String... names) {
        return Type.text(Pattern.compile(String.join("|", names)), String.join(" or ", names));
    }

    private static Type<String> names(String name, String example) {
        return Type.text(Pattern.compile(name + "(," + name + "){0,50}"), example + ", with commas between");
    }

    private static Type<String> pem() {
        return Type.text(PEM, "in PEM form");
    }

    static Map<String, String> bind(Section section, Environment environment) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (Key<String> key : KEYS) {
            String value = section.findExpanded(key, text -> expand(text, environment, escaping(key)));
            if (value != null) {
                properties.put(key.name(), value);
            }
        }
        String protocol = properties.getOrDefault(PROTOCOL.name(), "PLAINTEXT");
        needs(section, SASL, protocol.startsWith("SASL"), "security.protocol SASL_SSL or SASL_PLAINTEXT");
        needs(section, SSL, protocol.endsWith("SSL"), "security.protocol SSL or SASL_SSL");
        signingInNeedsCredentials(section, protocol);
        return properties;
    }

    /** A property that the protocol would ignore is a mistake about the protocol. */
    private static void needs(Section section, List<Key<String>> keys, boolean met, String needed) {
        for (Key<String> key : keys) {
            if (!met && section.has(key) && section.sound(PROTOCOL, key)) {
                section.refuse(key, "has no effect without " + needed);
            }
        }
    }

    private static void signingInNeedsCredentials(Section section, String protocol) {
        for (Key<String> key : SASL) {
            if (protocol.startsWith("SASL") && section.sound(PROTOCOL) && !section.has(key)) {
                section.refuse(key, "is missing: security.protocol " + protocol + " needs it");
            }
        }
    }

    private static UnaryOperator<String> escaping(Key<String> key) {
        return key == JAAS ? JaasConfig::escape : UnaryOperator.identity();
    }

    private static String expand(String text, Environment environment, UnaryOperator<String> escape) {
        if (PLACEHOLDER.matcher(text).replaceAll("").contains("${")) {
            throw new Refusal("must have no placeholder but ${env:NAME}");
        }
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(escape.apply(variable(found.group(1), environment))));
    }

    private static String variable(String name, Environment environment) {
        return environment
                .variable(name)
                .orElseThrow(() -> new Refusal("needs the environment variable " + name + ", which is not set"));
    }
}
