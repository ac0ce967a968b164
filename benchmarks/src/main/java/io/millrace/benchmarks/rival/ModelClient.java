package io.millrace.benchmarks.rival;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A client of a {@link BatchingServer} with a pool of connections that stay open. Blocks nobody. */
@SuppressWarnings("FutureReturnValueIgnored") // a connection that fails is closed, and that is heard of
final class ModelClient implements AutoCloseable {
    /* Any thread may ask. What it asks goes through a queue to the event loop, which is woken once for all that has
     * gathered by then, and to which everything else belongs. */
    private static final int MOST_RESPONSE_BYTES = 1 << 16;
    private static final String PATH = "/score";

    private final NioEventLoopGroup group = new NioEventLoopGroup(1, new DefaultThreadFactory("millrace-bench-client"));
    private final EventLoop loop = group.next();
    private final Pool pool;
    private final Queue<Request> asked = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Deque<Request> waiting = new ArrayDeque<>();
    private final Deque<Connection> free = new ArrayDeque<>();
    private final Deque<Connection> written = new ArrayDeque<>();
    private int open;

    /**
     * The connections of a client.
     *
     * @param connections that are opened, once
     * @param pipelined requests that may be under way on each of them; more than one is HTTP pipelining
     */
    record Pool(int connections, int pipelined) {
        /** What Netty's server takes before it closes the connection. */
        static final int MOST_PIPELINED = 128;

        Pool {
            check(connections, pipelined);
        }

        /** Refuses a pool that is impossible. */
        static void check(int connections, int pipelined) {
            if (connections < 1 || pipelined < 1 || pipelined > MOST_PIPELINED) {
                throw new IllegalArgumentException("pool is impossible: connections=" + connections
                        + ", min=1, requests under way on each=" + pipelined + ", min=1, max=" + MOST_PIPELINED);
            }
        }

        int inFlight() {
            return connections * pipelined;
        }
    }

    /** Who waits for an answer; hears it on the client's thread. */
    interface Asker {

        void answered(float[] outputs);

        void failed(IOException why);
    }

    private record Request(ByteBuf row, Asker asker) {}

    private ModelClient(Pool pool) {
        this.pool = pool;
    }

    /** Opens every connection to a server on this machine. */
    static ModelClient connect(int port, Pool pool) throws IOException {
        ModelClient client = new ModelClient(pool);
        try {
            for (int i = 0; i < pool.connections; i++) {
                client.open(port);
            }
            return client;
        } catch (InterruptedException e) {
            client.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while connecting: port=" + port, e);
        } catch (Exception e) { // Netty throws what its connection failed with, declared or not
            client.close();
            throw new IOException("server cannot be reached: port=" + port, e);
        }
    }

    private void open(int port) throws InterruptedException {
        Connection connection = new Connection(port);
        Channel channel = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel opened) {
                        opened.pipeline()
                                .addLast(new HttpClientCodec(), new HttpBodies(MOST_RESPONSE_BYTES, connection));
                    }
                })
                .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .sync()
                .channel();
        loop.submit(() -> connection.opened(channel)).sync();
    }

    /** Asks for the outputs of a row, which is released. */
    void score(ByteBuf row, Asker asker) {
        asked.add(new Request(row, asker));
        if (woken.compareAndSet(false, true)) {
            loop.execute(this::send);
        }
    }

    private void send() {
        woken.set(false);
        for (Request request = asked.poll(); request != null; request = asked.poll()) {
            waiting.add(request);
        }
        write();
    }

    private void write() {
        if (open == 0) {
            waiting.forEach(request -> fail(request, new IOException("server has closed every connection")));
            waiting.clear();
        }
        while (!waiting.isEmpty() && !free.isEmpty()) {
            free.remove().write(waiting.remove());
        }
        while (!written.isEmpty()) {
            written.remove().flush();
        }
    }

    private static void fail(Request request, IOException why) {
        request.row.release();
        request.asker.failed(why);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }

    /** A connection and the requests under way on it, in their order, which is that of the responses. */
    private final class Connection implements HttpBodies.Taker {
        private final String host;
        private final Deque<Asker> underWay = new ArrayDeque<>();
        private Channel channel;

        @SuppressWarnings("NullAway.Init") // used from opened() on
        Connection(int port) {
            this.host = "localhost:" + port;
        }

        boolean opened(Channel opened) {
            channel = opened;
            open++;
            return free.add(this);
        }

        void write(Request request) {
            HttpHeaders headers = HttpBodies.headers(request.row).set(HttpHeaderNames.HOST, host);
            channel.write(
                    new DefaultFullHttpRequest(
                            HttpVersion.HTTP_1_1,
                            HttpMethod.POST,
                            PATH,
                            request.row,
                            headers,
                            EmptyHttpHeaders.INSTANCE),
                    channel.voidPromise());
            underWay.add(request.asker);
            written.add(this);
            if (underWay.size() < pool.pipelined) {
                free.addFirst(this);
            }
        }

        void flush() {
            channel.flush();
        }

        @Override
        public void message(ChannelHandlerContext context, HttpResponseStatus status, ByteBuf body) {
            Asker asker = underWay.remove();
            if (underWay.size() == pool.pipelined - 1) {
                free.add(this);
            }
            ModelClient.this.write();
            if (status.equals(HttpResponseStatus.OK)) {
                float[] found = new float[body.readableBytes() / Float.BYTES];
                for (int i = 0; i < found.length; i++) {
                    found[i] = body.readFloat();
                }
                body.release();
                asker.answered(found);
            } else {
                String why = body.toString(UTF_8);
                body.release();
                asker.failed(new IOException("server has refused: status=" + status.code() + ", why=" + why));
            }
        }

        @Override
        public void closed(ChannelHandlerContext context) {
            open--;
            free.remove(this);
            underWay.forEach(asker -> asker.failed(
                    new IOException("server has closed the connection: requests under way=" + underWay.size())));
            underWay.clear();
            ModelClient.this.write();
        }
    }
}
