package io.millrace.benchmarks.rival;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Puts the pieces of each message on a connection together and hands its body on. It does less than Netty's own
 * aggregator, and nothing that either end here needs is missing. What is no HTTP closes the connection.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a connection that fails is closed, and that is heard of
final class HttpBodies extends ChannelInboundHandlerAdapter {
    private static final HttpHeadersFactory UNCHECKED =
            DefaultHttpHeadersFactory.headersFactory().withValidation(/* validation= */ false);

    private final int mostBytes;
    private final Taker taker;
    private HttpResponseStatus status = HttpResponseStatus.OK;
    private ByteBuf body = Unpooled.EMPTY_BUFFER;

    /** Who hears of a connection, on its event loop. */
    interface Taker {

        /** Takes the body of a message, and must release it; the status is that of a response, or OK. */
        void message(ChannelHandlerContext context, HttpResponseStatus status, ByteBuf body);

        /** Nothing more comes. */
        void closed(ChannelHandlerContext context);
    }

    /**
     * @param mostBytes of a body; more of them close the connection
     */
    HttpBodies(int mostBytes, Taker taker) {
        this.mostBytes = mostBytes;
        this.taker = taker;
    }

    /** What a message says of its body. */
    static HttpHeaders headers(ByteBuf body) {
        return UNCHECKED
                .newHeaders()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_OCTET_STREAM)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object part) {
        try {
            if (part instanceof HttpObject object && !object.decoderResult().isSuccess()) {
                context.close();
                return;
            }
            if (part instanceof HttpResponse response) {
                status = response.status();
            }
            if (part instanceof HttpContent content) {
                add(context, content);
            }
        } finally {
            ReferenceCountUtil.release(part);
        }
    }

    private void add(ChannelHandlerContext context, HttpContent part) {
        ByteBuf bytes = part.content();
        if (body.readableBytes() + bytes.readableBytes() > mostBytes) {
            context.close();
        } else if (!(part instanceof LastHttpContent)) {
            gather(context, bytes);
        } else if (body.isReadable()) {
            gather(context, bytes);
            ByteBuf whole = body;
            body = Unpooled.EMPTY_BUFFER;
            taker.message(context, status, whole);
        } else {
            taker.message(context, status, bytes.retain());
        }
    }

    private void gather(ChannelHandlerContext context, ByteBuf bytes) {
        if (!body.isReadable()) {
            body = context.alloc().buffer(mostBytes);
        }
        body.writeBytes(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        body.release();
        body = Unpooled.EMPTY_BUFFER;
        taker.closed(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
