package io.tidings.rpc;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.micronaut.context.annotation.Requires;
import io.tidings.proto.secrets.v1.Encryption;
import io.tidings.proto.secrets.v1.EncryptionServiceGrpc.EncryptionServiceImplBase;
import io.tidings.proto.secrets.v1.GetEncryptionRequest;
import io.tidings.proto.secrets.v1.GetEncryptionResponse;
import io.tidings.proto.secrets.v1.RotateDataKeyRequest;
import io.tidings.proto.secrets.v1.RotateDataKeyResponse;
import io.tidings.secrets.Rotation;
import jakarta.inject.Singleton;

/** The operator's questions about data keys, wherever a service has some. */
@Singleton
@Requires(classes = Rotation.class)
final class EncryptionGrpcEndpoint extends EncryptionServiceImplBase {
  private final Rotation rotation;

  EncryptionGrpcEndpoint(Rotation rotation) {
    this.rotation = rotation;
  }

  @Override
  public void rotateDataKey(
      RotateDataKeyRequest request, StreamObserver<RotateDataKeyResponse> answer) {
    answer.onNext(
        RotateDataKeyResponse.newBuilder().setEncryption(toWire(rotation.rotate())).build());
    answer.onCompleted();
  }

  @Override
  public void getEncryption(
      GetEncryptionRequest request, StreamObserver<GetEncryptionResponse> answer) {
    answer.onNext(
        GetEncryptionResponse.newBuilder().setEncryption(toWire(rotation.state())).build());
    answer.onCompleted();
  }

  private static Encryption toWire(Rotation.State state) {
    return Encryption.newBuilder()
        .setDataKeyId(state.dataKeyId())
        .setDataKeys(state.dataKeys())
        .setEncryptionKeyId(state.encryptionKeyId())
        .setRotatedAt(
            Timestamp.newBuilder()
                .setSeconds(state.rotatedAt().getEpochSecond())
                .setNanos(state.rotatedAt().getNano()))
        .setComplete(state.complete())
        .build();
  }
}
