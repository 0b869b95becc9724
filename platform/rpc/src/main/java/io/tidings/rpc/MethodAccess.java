package io.tidings.rpc;

import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.tidings.proto.rpc.v1.Access;
import io.tidings.proto.rpc.v1.AccessOuterClass;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads from its contract who may call a method. */
final class MethodAccess {
  private static final Map<String, Access> KNOWN = new ConcurrentHashMap<>();

  private MethodAccess() {}

  /** Health and reflection are for everybody: they tell nothing of any workspace. */
  static boolean isOpen(MethodDescriptor<?, ?> method) {
    String service = method.getServiceName();
    return service != null
        && (service.startsWith("grpc.health.") || service.startsWith("grpc.reflection."));
  }

  /**
   * @throws IllegalStateException if the contract does not say
   */
  static Access of(MethodDescriptor<?, ?> method) {
    return KNOWN.computeIfAbsent(method.getFullMethodName(), _ -> read(method));
  }

  private static Access read(MethodDescriptor<?, ?> method) {
    Access access =
        method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier supplier
            ? supplier.getMethodDescriptor().getOptions().getExtension(AccessOuterClass.access)
            : Access.ACCESS_UNSPECIFIED;
    return switch (access) {
      case ACCESS_WRITE_KEY, ACCESS_SECRET_KEY, ACCESS_SERVICE, ACCESS_ADMINISTRATOR -> access;
      case ACCESS_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalStateException(
              "%s does not say who may call it; give it the option (tidings.rpc.v1.access)"
                  .formatted(method.getFullMethodName()));
    };
  }
}
