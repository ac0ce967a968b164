package io.millrace.jobs.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a process listens besides what it needs; 0 is nowhere, or for the broker anywhere. */
final class ListeningPorts {
    private static final int MAX = 65_535;
    private static final String WEB = "--web-ui";
    private static final String PROMETHEUS = "--prometheus";
    private static final String BROKER = "--broker-port";

    @Option(
            names = WEB,
            paramLabel = "PORT",
            defaultValue = "0",
            description = "serve Flink's web interface on this port of this machine")
    private int web;

    @Option(
            names = PROMETHEUS,
            paramLabel = "PORT",
            defaultValue = "0",
            description = "serve metrics for Prometheus on this port")
    private int prometheus;

    @Option(
            names = BROKER,
            paramLabel = "PORT",
            defaultValue = "0",
            description = "port of an embedded broker (default: the last one used, or any free one)")
    private int broker;

    int web() {
        return web;
    }

    int prometheus() {
        return prometheus;
    }

    int broker() {
        return broker;
    }

    /**
     * Checks all of them. Whether the broker's port is free is not asked: the broker may be running already.
     *
     * @throws WrongUse if one is no port
     * @throws CommandFailure if another process listens on one
     */
    void requireFree() {
        requirePort(WEB, web);
        requirePort(PROMETHEUS, prometheus);
        requirePort(BROKER, broker);
        requireFree(WEB, web, InetAddress.getLoopbackAddress());
        requireFree(PROMETHEUS, prometheus, null);
    }

    private static void requirePort(String option, int port) {
        if (port < 0 || port > MAX) {
            throw new WrongUse("no such port: " + option + "=" + port + ", min=1, max=" + MAX);
        }
    }

    private static void requireFree(String option, int port, @Nullable InetAddress address) {
        if (port == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, port));
        } catch (IOException e) {
            throw new CommandFailure(
                    "port cannot be listened on: " + option + "=" + port + ", cause=" + e.getMessage()
                            + "; choose another one",
                    e);
        }
    }
}
