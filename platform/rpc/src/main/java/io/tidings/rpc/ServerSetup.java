package io.tidings.rpc;

import io.grpc.BindableService;
import io.grpc.ServerBuilder;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** How every server is set up; and whether its methods all say who may call them. */
@Singleton
final class ServerSetup implements BeanCreatedEventListener<ServerBuilder<?>> {
  /** 16 MiB: a batch of 2,500 events with room to spare. */
  static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

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
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .maxConnectionAge(settings.connectionAge().toSeconds(), TimeUnit.SECONDS)
        .keepAliveTime(60, TimeUnit.SECONDS)
        .permitKeepAliveTime(10, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true);
  }
}
