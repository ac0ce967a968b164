package io.millrace.config;

import io.millrace.config.bind.Environment;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.util.Map;
import java.util.regex.Pattern;

/** The keys of {@link KafkaConfig}. */
final class KafkaKeys {
    private static final String HOST = "([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])";
    private static final String PORT =
            "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";
    private static final String SERVER = HOST + ":" + PORT;

    static final Key<String> BOOTSTRAP = Key.of(
            "bootstrap",
            Type.text(
                    Pattern.compile(KafkaConfig.EMBEDDED + "|" + SERVER + "(," + SERVER + "){0,99}"),
                    "embedded, or host:port with more of them after commas"),
            KafkaConfig.EMBEDDED,
            "where the cluster is; embedded is a real broker started beside the job");
    static final Key<KafkaConfig.Delivery> DELIVERY = Key.of(
            "delivery",
            Type.oneOf(KafkaConfig.Delivery.class),
            KafkaConfig.Delivery.AT_LEAST_ONCE,
            "at-least-once shows predictions in milliseconds, a failure may repeat some under the same id;"
                    + " exactly-once shows them at checkpoints, to readers with isolation.level read_committed");
    static final Key<Section> PROPERTIES = Key.optional(
            "properties",
            Type.section(KafkaProperties.SHAPE),
            "client properties; ${env:NAME} in a value stands for an environment variable");
    static final Key<Integer> PARTITIONS =
            Key.of("partitions", Type.integer(1, 1000), 2, "partitions of a topic that Millrace creates");

    static final Shape SHAPE = Shape.of(BOOTSTRAP, DELIVERY, PROPERTIES, PARTITIONS);

    private KafkaKeys() {}

    static KafkaConfig bind(Section section, Environment environment) {
        Map<String, String> properties = KafkaProperties.bind(section.get(PROPERTIES), environment);
        KafkaConfig kafka =
                new KafkaConfig(section.get(BOOTSTRAP), section.get(DELIVERY), properties, section.get(PARTITIONS));
        theEmbeddedBrokerTakesNoProperties(section, kafka);
        return kafka;
    }

    private static void theEmbeddedBrokerTakesNoProperties(Section section, KafkaConfig kafka) {
        if (section.sound(BOOTSTRAP, PROPERTIES)
                && kafka.embedded()
                && !kafka.properties().isEmpty()) {
            section.refuse(PROPERTIES, "is only for a cluster of your own: name it in kafka.bootstrap");
        }
    }
}
