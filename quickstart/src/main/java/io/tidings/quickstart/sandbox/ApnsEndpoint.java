package io.tidings.quickstart.sandbox;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Apple's push service: HTTP/2 over TLS, callers known by a token that they signed. */
final class ApnsEndpoint implements AutoCloseable {

  static final String TEAM_ID = "SANDBOXTM1";
  static final String KEY_ID = "SANDBOXKY1";

  /** As Apple allows. */
  private static final int MAX_PAYLOAD = 4096;

  private static final int MAX_STREAMS = 1000;
  private static final String PATH = "/3/device/";
  private static final long SHUTDOWN_MILLIS = 2000;

  private final Faults faults;
  private final ReceivedMessages messages;
  private final Clock clock;
  private final ObjectMapper json;
  private final CallerTokens tokens;
  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel listening;

  ApnsEndpoint(
      int port,
      SandboxKeys keys,
      Faults faults,
      ReceivedMessages messages,
      Clock clock,
      ObjectMapper json)
      throws IOException {
    this.faults = faults;
    this.messages = messages;
    this.clock = clock;
    this.json = json;
    this.tokens = CallerTokens.elliptic(keys.apnsPublicKey());
    SslContext tls = tls(keys);
    this.listening =
        new ServerBootstrap()
            .group(threads)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel client) {
                    client
                        .pipeline()
                        .addLast(tls.newHandler(client.alloc()))
                        .addLast(connection())
                        .addLast(new Http2MultiplexHandler(stream()));
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .syncUninterruptibly()
            .channel();
  }

  private static SslContext tls(SandboxKeys keys) throws IOException {
    return SslContextBuilder.forServer(keys.serverKey(), keys.serverCertificate())
        .sslProvider(SslProvider.JDK)
        .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                ApplicationProtocolNames.HTTP_2))
        .build();
  }

  private static Http2FrameCodec connection() {
    Http2FrameCodecBuilder builder = Http2FrameCodecBuilder.forServer();
    builder.initialSettings().maxConcurrentStreams(MAX_STREAMS);
    return builder.build();
  }

  private ChannelInitializer<Channel> stream() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel stream) {
        stream
            .pipeline()
            .addLast(new Http2StreamFrameToHttpObjectCodec(true))
            .addLast(new HttpObjectAggregator(4 * MAX_PAYLOAD))
            .addLast(
                new SimpleChannelInboundHandler<FullHttpRequest>() {
                  @Override
                  protected void channelRead0(
                      ChannelHandlerContext context, FullHttpRequest request) {
                    FullHttpResponse response = answer(request);
                    if (response != null) {
                      context.writeAndFlush(response);
                    }
                  }
                });
      }
    };
  }

  int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** The answer; none where the caller is to wait in vain. */
  private @Nullable FullHttpResponse answer(FullHttpRequest request) {
    String authorization = request.headers().get("authorization", "");
    if (!authorization.regionMatches(true, 0, "bearer ", 0, 7)) {
      return refusal(HttpResponseStatus.FORBIDDEN, "MissingProviderToken");
    }
    if (!tokens.isGood(authorization.substring(7).strip())) {
      return refusal(HttpResponseStatus.FORBIDDEN, "InvalidProviderToken");
    }
    if (!request.uri().startsWith(PATH)) {
      return refusal(HttpResponseStatus.NOT_FOUND, "BadPath");
    }
    if (request.content().readableBytes() > MAX_PAYLOAD) {
      return refusal(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "PayloadTooLarge");
    }
    Faults.Service fault = faults.roll("apns");
    return switch (fault) {
      case THROTTLE -> refusal(HttpResponseStatus.TOO_MANY_REQUESTS, "TooManyRequests");
      case UNAVAILABLE -> refusal(HttpResponseStatus.SERVICE_UNAVAILABLE, "ServiceUnavailable");
      case UNKNOWN_RECIPIENT -> refusal(HttpResponseStatus.GONE, "Unregistered");
      case GARBAGE -> answer(HttpResponseStatus.BAD_REQUEST, Faults.GARBAGE);
      case NONE, HANG -> {
        FullHttpResponse taken = take(request);
        yield fault == Faults.Service.HANG ? null : taken;
      }
    };
  }

  private FullHttpResponse take(FullHttpRequest request) {
    JsonNode payload;
    try {
      payload = json.readTree(request.content().toString(StandardCharsets.UTF_8));
    } catch (JacksonException garbage) {
      return refusal(HttpResponseStatus.BAD_REQUEST, "PayloadEmpty");
    }
    JsonNode alert = payload.path("aps").path("alert");
    Map<String, String> headers = new LinkedHashMap<>();
    request.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
    headers.remove("authorization");
    payload
        .properties()
        .forEach(field -> {
          if (!field.getKey().equals("aps")) {
            headers.put("data." + field.getKey(), field.getValue().asText());
          }
        });
    messages.add(
        new Arrival.Other(
            new ReceivedMessage(
                "push",
                request.uri().substring(PATH.length()),
                request.headers().get("apns-topic"),
                alert.path("title").asText(null),
                alert.isTextual() ? alert.asText() : alert.path("body").asText(null),
                null,
                headers,
                clock.instant())));
    FullHttpResponse taken =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
    String id = request.headers().get("apns-id");
    if (id != null) {
      taken.headers().set("apns-id", id);
    }
    return taken;
  }

  private static FullHttpResponse refusal(HttpResponseStatus status, String reason) {
    return answer(status, "{\"reason\":\"" + reason + "\"}");
  }

  private static FullHttpResponse answer(HttpResponseStatus status, String body) {
    return new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    listening.close().syncUninterruptibly();
    threads
        .shutdownGracefully(0, SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(SHUTDOWN_MILLIS);
  }
}
