package io.tidings.rpc;

import io.grpc.Status;

/** An endpoint answered with a status that {@link Faults} does not make. */
final class DisallowedStatusException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DisallowedStatusException(String method, Status status) {
    super(
        "%s answered %s, which is not made by Faults (or lacks its details)"
            .formatted(method, status.getCode()),
        status.getCause());
  }
}
