package io.millrace.jobs.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The ports of a broker, which nobody listened on a moment ago, and which differ. */
record Ports(int clients, int controller) {

    /**
     * Finds them.
     *
     * @param wanted for clients, or 0 for any
     * @throws IOException if somebody listens on the port that is wanted
     */
    static Ports free(int wanted) throws IOException {
        // Both at once: a port that is free again may be drawn a second time.
        try (ServerSocket clients = listen(wanted);
                ServerSocket controller = listen(0)) {
            return new Ports(clients.getLocalPort(), controller.getLocalPort());
        }
    }

    private static ServerSocket listen(int wanted) throws IOException {
        try {
            return new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IOException(
                    "port of the embedded broker is taken: host=" + BrokerSettings.HOST + ", port=" + wanted
                            + "; choose another one or 0 for any",
                    e);
        }
    }
}
