package io.millrace.jobs.embedded;

import io.millrace.models.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded broker of a home, as one command sees it: hosted by this process, or by another one that runs already. A
 * command that depends on it for long asks for {@link #standBy}, and hosts it itself when the other process ends.
 */
public final class Broker implements AutoCloseable {
    /* Two threads at most: the owner's, and the stand-by's, which polls for the lock. "hosting" is guarded by this
     * object's monitor, as is "closed"; after close() nothing is hosted any more. */
    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Path directory;
    private final int port;
    private @Nullable Hosting hosting;
    private @Nullable Thread standBy;
    private boolean closed;

    /** What the hosting process holds. */
    private record Hosting(Path note, ProcessLock lock, EmbeddedBroker broker) {

        void end() throws IOException {
            try {
                broker.close();
                Files.deleteIfExists(note);
            } finally {
                lock.close();
            }
        }
    }

    private Broker(Path directory, int port, @Nullable Hosting hosting) {
        this.directory = directory;
        this.port = port;
        this.hosting = hosting;
    }

    /**
     * Finds the running broker of a home, or starts one in this process.
     *
     * @param wantedPort port for a broker that is started here, or 0 for the last one used or any free one
     * @param say told in a sentence what was found
     */
    public static Broker connectOrStart(Home home, int wantedPort, Consumer<String> say) throws IOException {
        Path directory = home.broker();
        Files.createDirectories(directory);
        long deadline = Ticker.system().nanos() + PATIENCE.toNanos();
        while (Ticker.system().nanos() < deadline) {
            Optional<ProcessLock> lock = ProcessLock.tryTake(directory.resolve("lock"));
            if (lock.isPresent()) {
                return host(directory, lock.get(), wantedPort, say);
            }
            Optional<BrokerNote> note = BrokerNote.read(note(directory));
            if (note.isPresent() && listens(note.get().port())) {
                say.accept("Using the broker at " + note.get().bootstrap() + ", hosted by process "
                        + note.get().pid());
                return new Broker(directory, note.get().port(), null);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        throw new IOException("another process holds the embedded broker but it does not answer: lock="
                + directory.resolve("lock") + ", process="
                + BrokerNote.read(note(directory))
                        .map(BrokerNote::pid)
                        .map(Object::toString)
                        .orElse("unknown")
                + ", waited=" + PATIENCE.toSeconds() + "s; end that process, or choose another MILLRACE_HOME");
    }

    /** Where the broker of a home listens, if it runs. */
    public static Optional<String> running(Home home) throws IOException {
        return BrokerNote.read(note(home.broker()))
                .filter(note -> listens(note.port()))
                .map(BrokerNote::bootstrap);
    }

    /** {@code host:port} for clients. */
    public String bootstrap() {
        return BrokerSettings.HOST + ":" + port;
    }

    /** Whether this process hosts the broker now. */
    public synchronized boolean hostedHere() {
        return hosting != null;
    }

    /** Hosts the broker on the same port as soon as the process that hosts it now has ended. */
    public synchronized void standBy() {
        if (hosting == null && standBy == null && !ProcessLock.heldHere(directory.resolve("lock"))) {
            standBy = new Thread(this::takeOver, "millrace-broker-standby");
            standBy.setDaemon(true);
            standBy.start();
        }
    }

    @Override
    public void close() {
        Hosting end;
        synchronized (this) {
            closed = true;
            end = hosting;
            hosting = null;
            if (standBy != null) {
                standBy.interrupt();
            }
        }
        if (end != null) {
            try {
                end.end();
            } catch (IOException e) {
                LOG.warn("broker did not end cleanly: directory={}", directory, e);
            }
        }
    }

    private void takeOver() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                synchronized (this) {
                    if (closed) {
                        return;
                    }
                    Optional<ProcessLock> lock = ProcessLock.tryTake(directory.resolve("lock"));
                    if (lock.isPresent()) {
                        hosting = start(directory, lock.get(), port);
                        LOG.warn(
                                "The process that hosted the broker has ended; this one hosts it now: bootstrap={}",
                                bootstrap());
                        return;
                    }
                }
            } catch (IOException | RuntimeException e) {
                LOG.error("broker cannot be taken over: bootstrap={}", bootstrap(), e);
                return;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static Broker host(Path directory, ProcessLock lock, int wantedPort, Consumer<String> say)
            throws IOException {
        Optional<BrokerNote> left = BrokerNote.read(note(directory));
        left.ifPresent(note -> say.accept("The process that hosted the broker (" + note.pid() + ", since "
                + note.started() + ") ended without shutting it down; recovering its log"));
        int port = wantedPort != 0
                ? wantedPort
                : left.map(BrokerNote::port).filter(p -> !listens(p)).orElse(0);
        Hosting hosting = start(directory, lock, port);
        say.accept("Started a broker at " + hosting.broker().bootstrap() + " on " + directory);
        return new Broker(directory, hosting.broker().port(), hosting);
    }

    private static Hosting start(Path directory, ProcessLock lock, int port) throws IOException {
        boolean started = false;
        try {
            Files.deleteIfExists(note(directory));
            EmbeddedBroker broker = EmbeddedBroker.start(directory, port);
            new BrokerNote(
                            ProcessHandle.current().pid(),
                            broker.port(),
                            Instant.ofEpochMilli(Ticker.system().epochMillis()))
                    .write(note(directory));
            started = true;
            return new Hosting(note(directory), lock, broker);
        } finally {
            if (!started) {
                lock.close();
            }
        }
    }

    private static Path note(Path directory) {
        return directory.resolve("broker.json");
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    Math.toIntExact(TimeUnit.SECONDS.toMillis(1)));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
