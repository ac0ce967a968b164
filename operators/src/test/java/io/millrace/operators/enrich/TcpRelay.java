package io.millrace.operators.enrich;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** An address in front of a server that can be slow, go away, with all connections, and come back. */
final class TcpRelay implements AutoCloseable {
    private final String host;
    private final int port;
    private final Set<Socket> sockets = new HashSet<>();
    private final int address;
    private volatile long delayNanos;
    private @Nullable ServerSocket listening;
    private @Nullable Thread accepting;

    /** Is there, in front of a server. */
    TcpRelay(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        this.address = listen(0);
    }

    int port() {
        return address;
    }

    /** Holds back what the server says, from now on; zero for not at all. */
    void delay(Duration answer) {
        delayNanos = answer.toNanos();
    }

    /** Ends every connection; new ones are refused. */
    void goAway() throws IOException {
        synchronized (this) {
            if (listening != null) {
                listening.close();
            }
            for (Socket socket : sockets) {
                socket.close();
            }
            sockets.clear();
        }
        awaitFreeAddress();
    }

    /* The address is taken as long as somebody waits for connections. */
    private void awaitFreeAddress() {
        try {
            if (accepting != null) {
                accepting.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes connections again. */
    void comeBack() throws IOException {
        listen(address);
    }

    private int listen(int wanted) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
        listening = server;
        accepting = start(() -> accept(server));
        return server.getLocalPort();
    }

    private void accept(ServerSocket server) {
        try {
            while (!server.isClosed()) {
                connect(server, server.accept());
            }
        } catch (IOException e) {
            closeQuietly(server);
        }
    }

    /* A connection may still be accepted while the address goes away. */
    private synchronized void connect(ServerSocket server, Socket client) throws IOException {
        if (server.isClosed()) {
            client.close();
            return;
        }
        Socket behind = new Socket(host, port);
        sockets.add(client);
        sockets.add(behind);
        start(() -> copy(client, behind, () -> 0));
        start(() -> copy(behind, client, () -> delayNanos));
    }

    private static void copy(Socket from, Socket to, LongSupplier delay) {
        byte[] bytes = new byte[1 << 13];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                LockSupport.parkNanos(delay.getAsLong());
                out.write(bytes, 0, read);
            }
        } catch (IOException e) {
            closeQuietly(to);
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException("socket does not close", e);
        }
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work, "tcp-relay");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() throws IOException {
        goAway();
    }
}
