package io.millrace.jobs.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A real Kafka broker with its KRaft controller, in this process, reachable from this machine only. What it has
 * acknowledged survives the end of the process, however sudden; it does not survive a power failure, because like every
 * Kafka broker it leaves flushing to the operating system.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker on a folder, which is formatted if it is new.
     *
     * @param port port to listen on, or 0 for a free one
     * @throws IOException if the port is taken or the folder cannot be used
     */
    public static EmbeddedBroker start(Path directory, int port) throws IOException {
        Path log = directory.resolve("log");
        Ports ports = Ports.free(port);
        Map<String, Object> settings = BrokerSettings.of(log, ports.clients(), ports.controller());
        format(log);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, /* doLog= */ false), Time.SYSTEM);
        server.startup();
        return new EmbeddedBroker(server, ports.clients());
    }

    /** {@code host:port} for clients. */
    public String bootstrap() {
        return BrokerSettings.HOST + ":" + port;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path log) throws IOException {
        if (Files.exists(log.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(log);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(said, /* autoFlush= */ true, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(out)
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setControllerListenerName(BrokerSettings.CONTROLLER)
                    .setMetadataLogDirectory(log.toString())
                    .addDirectory(log.toString())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) {
            throw new IOException(
                    "broker folder cannot be formatted: directory=" + log + ", output="
                            + said.toString(StandardCharsets.UTF_8).strip(),
                    e);
        }
    }
}
