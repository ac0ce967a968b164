package io.millrace.benchmarks.rival;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.models.batch.Batcher;
import io.millrace.models.batch.FinishedBatch;
import io.millrace.models.batch.Lane;
import io.millrace.models.batch.LaneListener;
import io.millrace.models.batch.RowFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The requests of all connections on their way through a batcher, each of which is a row, and their responses. */
@SuppressWarnings("FutureReturnValueIgnored") // a connection that fails is closed, and that is heard of
final class RequestQueue implements HttpBodies.Taker, LaneListener<ChannelHandlerContext> {
    /* Everything happens on the event loop of all connections. The batcher calls from its thread, and hands over a batch
     * at a time. It has one worker, so that batches end in the order of their rows, and the responses on a connection
     * have the order of its requests. */
    private final EventLoop loop;
    private final int rowBytes;
    private final Lane<ChannelHandlerContext> lane;
    private final Deque<Request> waiting = new ArrayDeque<>();
    private @Nullable Throwable fault;

    private record Request(ChannelHandlerContext from, ByteBuf row) {}

    /**
     * @param batcher has one worker
     */
    RequestQueue(EventLoop loop, int rowBytes, Batcher<ChannelHandlerContext> batcher) {
        this.loop = loop;
        this.rowBytes = rowBytes;
        this.lane = batcher.lane(this);
    }

    @Override
    public void message(ChannelHandlerContext context, HttpResponseStatus status, ByteBuf body) {
        if (fault != null) {
            body.release();
            refuse(context, HttpResponseStatus.INTERNAL_SERVER_ERROR, "model has failed: cause=" + fault);
        } else if (body.readableBytes() != rowBytes) {
            String text = "body is no row: bytes=" + body.readableBytes() + ", expected=" + rowBytes;
            body.release();
            refuse(context, HttpResponseStatus.BAD_REQUEST, text);
        } else {
            waiting.add(new Request(context, body));
            offer();
        }
    }

    @Override
    public void closed(ChannelHandlerContext context) {
        // What is still under way for it is scored, and the response goes nowhere.
    }

    @Override
    public void finished(FinishedBatch<ChannelHandlerContext> batch) {
        loop.execute(() -> answer(batch));
    }

    @Override
    public void roomAvailable() {
        loop.execute(this::offer);
    }

    @Override
    public void fault(Throwable cause) {
        loop.execute(() -> fault = cause);
    }

    private void offer() {
        for (Request first = waiting.peek(); first != null; first = waiting.peek()) {
            if (!lane.offer(new EncodedRows.Encoded(first.row), first.from)) {
                return;
            }
            first.row.release();
            waiting.remove();
        }
    }

    private void answer(FinishedBatch<ChannelHandlerContext> batch) {
        for (int row = 0; row < batch.tags().size(); row++) {
            ChannelHandlerContext to = batch.tags().get(row);
            RowFailure failure = batch.failures()[row];
            to.write(
                    failure == null
                            ? outputs(to, batch, row)
                            : text(HttpResponseStatus.UNPROCESSABLE_ENTITY, failure.detail()),
                    to.voidPromise());
        }
        // A connection with several rows is flushed once: there is nothing left for the others.
        batch.tags().forEach(ChannelHandlerContext::flush);
    }

    private static FullHttpResponse outputs(
            ChannelHandlerContext to, FinishedBatch<ChannelHandlerContext> batch, int row) {
        ByteBuf body = to.alloc().buffer(Float.BYTES * batch.width());
        for (int i = row * batch.width(); i < (row + 1) * batch.width(); i++) {
            body.writeFloat(batch.outputs()[i]);
        }
        return response(HttpResponseStatus.OK, body);
    }

    private static void refuse(ChannelHandlerContext context, HttpResponseStatus status, String why) {
        context.writeAndFlush(text(status, why)).addListener(ChannelFutureListener.CLOSE);
    }

    private static FullHttpResponse text(HttpResponseStatus status, String why) {
        return response(status, Unpooled.wrappedBuffer(why.getBytes(UTF_8)));
    }

    private static FullHttpResponse response(HttpResponseStatus status, ByteBuf body) {
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, body, HttpBodies.headers(body), EmptyHttpHeaders.INSTANCE);
    }
}
