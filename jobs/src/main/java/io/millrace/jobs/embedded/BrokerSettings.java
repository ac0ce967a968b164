package io.millrace.jobs.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The configuration of a broker that is its own controller and the only one of its cluster. */
final class BrokerSettings {
    static final int NODE_ID = 1;
    static final String CONTROLLER = "CONTROLLER";
    static final String HOST = "127.0.0.1";

    /** Largest batch of records that a topic takes: room for the largest event with headers, or a scored batch. */
    static final int MAX_MESSAGE_BYTES = 16 << 20;

    private BrokerSettings() {}

    static Map<String, Object> of(Path logDirectory, int port, int controllerPort) {
        Map<String, Object> settings = new HashMap<>(identity(logDirectory, port, controllerPort));
        settings.putAll(oneReplica());
        settings.putAll(smallMachine());
        return settings;
    }

    private static Map<String, Object> identity(Path logDirectory, int port, int controllerPort) {
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(NODE_ID),
                "controller.quorum.voters",
                NODE_ID + "@" + HOST + ":" + controllerPort,
                "listeners",
                "PLAINTEXT://" + HOST + ":" + port + "," + CONTROLLER + "://" + HOST + ":" + controllerPort,
                "advertised.listeners",
                "PLAINTEXT://" + HOST + ":" + port,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT",
                "controller.listener.names",
                CONTROLLER,
                "inter.broker.listener.name",
                "PLAINTEXT",
                "log.dirs",
                logDirectory.toString());
    }

    private static Map<String, Object> oneReplica() {
        return Map.of(
                "default.replication.factor", "1",
                "min.insync.replicas", "1",
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "share.coordinator.state.topic.num.partitions", "1");
    }

    private static Map<String, Object> smallMachine() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("auto.create.topics.enable", "false");
        settings.put("log.retention.ms", "-1");
        settings.put("message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("offsets.retention.minutes", Integer.toString(365 * 24 * 60));
        settings.put("num.network.threads", "1");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        settings.put("broker.heartbeat.interval.ms", "500");
        // After a crash the next start waits until the session of the dead broker has ended.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("metric.reporters", "");
        settings.put("auto.include.jmx.reporter", "false");
        return settings;
    }
}
