package io.tidings.rpc;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.health.v1.HealthGrpc;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How every server is set up; and whether its methods all say who may call them. */
@Singleton
final class ServerSetup implements BeanCreatedEventListener<ServerBuilder<?>> {
  /** 16 MiB: a batch of 2,500 events with room to spare. */
  static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

  /** Far more than connections to the database: whoever waits for one of those is in the way. */
  private static final int THREADS = 64;

  private final RpcSettings settings;
  private final List<BindableService> services;

  ServerSetup(RpcSettings settings, List<BindableService> services) {
    this.settings = settings;
    this.services = services;
  }

  @Override
  public ServerBuilder<?> onCreated(BeanCreatedEvent<ServerBuilder<?>> event) {
    services.stream()
        .flatMap(service -> service.bindService().getMethods().stream())
        .map(method -> method.getMethodDescriptor())
        .filter(method -> !MethodAccess.isOpen(method))
        .forEach(MethodAccess::of);
    return event
        .getBean()
        .directExecutor() // only to choose among those of the calls
        .callExecutor(forCalls())
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .maxConnectionAge(settings.connectionAge().toSeconds(), TimeUnit.SECONDS)
        .keepAliveTime(60, TimeUnit.SECONDS)
        .permitKeepAliveTime(10, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true);
  }

  /**
   * Calls of one message share threads that stay: the ciphers that Tink keeps for each thread are
   * made once and not for every call. Streams, which may last for hours, have a thread each, and so
   * have probes of health, which wait for nobody.
   */
  private static ServerCallExecutorSupplier forCalls() {
    Executor threadEach = Executors.newVirtualThreadPerTaskExecutor();
    var number = new AtomicInteger();
    var threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            60,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work ->
                Thread.ofPlatform()
                    .daemon()
                    .name("call-" + number.incrementAndGet())
                    .unstarted(work));
    threads.allowCoreThreadTimeOut(true);
    return new ServerCallExecutorSupplier() {
      @Override
      public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
        MethodDescriptor<Q, A> method = call.getMethodDescriptor();
        boolean single = method.getType() == MethodDescriptor.MethodType.UNARY;
        return single && !HealthGrpc.SERVICE_NAME.equals(method.getServiceName())
            ? threads
            : threadEach;
      }
    };
  }
}
