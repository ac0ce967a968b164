package io.millrace.benchmarks.rival;

import io.millrace.models.batch.BatchMetrics;
import io.millrace.models.batch.Batcher;
import io.millrace.models.infer.ModelLease;
import io.millrace.models.infer.ScoringException;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.infer.Warmup;
import io.millrace.models.time.Ticker;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A model behind HTTP: each request is a row and each response its outputs, and rows of all connections are scored in
 * batches, by the batcher of Millrace, which is the best that we know. Connections stay open, and may have several requests
 * under way at once.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a connection that fails is closed, and that is heard of
final class BatchingServer implements AutoCloseable {
    private static final Duration TARGET_LATENCY = Duration.ofMillis(20);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int BACKLOG = 4096;

    private final NioEventLoopGroup group;
    private final Batcher<ChannelHandlerContext> batcher;
    private final Channel channel;

    /**
     * How rows are gathered.
     *
     * @param maxRows most rows of a batch
     * @param maxDelay how long an incomplete batch may wait while the model is idle
     */
    record Batching(int maxRows, Duration maxDelay) {

        Batcher.Settings settings() {
            return new Batcher.Settings("server", maxRows, maxDelay, TARGET_LATENCY, /* workers= */ 1, TIMEOUT);
        }
    }

    private BatchingServer(NioEventLoopGroup group, Batcher<ChannelHandlerContext> batcher, Channel channel) {
        this.group = group;
        this.batcher = batcher;
        this.channel = channel;
    }

    /** Warms the model up, takes it over and serves it on a port that is free, to this machine alone. */
    static BatchingServer start(ServedModel model, Batching batching) throws ScoringException {
        EncodedRows rows = new EncodedRows(model.encoder().inputs());
        ServedModel encoded = new ServedModel(model.id(), rows, model.scorer());
        Batcher<ChannelHandlerContext> batcher = new Batcher<>(
                batching.settings(),
                ModelLease.sole(encoded, Warmup.run(model.scorer(), batching.maxRows, Ticker.system())),
                /* epoch= */ 1,
                new Batcher.Surroundings(Ticker.system(), BatchMetrics.NONE));
        NioEventLoopGroup group = new NioEventLoopGroup(1, new DefaultThreadFactory("millrace-bench-server"));
        EventLoop loop = group.next();
        RequestQueue requests = new RequestQueue(loop, rows.bytes(), batcher);
        Channel channel = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel connection) {
                        connection.pipeline().addLast(new HttpServerCodec(), new HttpBodies(rows.bytes(), requests));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
        return new BatchingServer(group, batcher, channel);
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Rows that wait for the model. */
    int waitingRows() {
        return batcher.waitingRows();
    }

    @Override
    public void close() {
        batcher.close();
        group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }
}
