package io.tidings.integration.imports;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.integration.v1.GetImportRequest;
import io.tidings.proto.integration.v1.GetImportResponse;
import io.tidings.proto.integration.v1.ImportServiceGrpc;
import io.tidings.proto.integration.v1.ImportUsersRequest;
import io.tidings.proto.integration.v1.ImportUsersResponse;
import io.tidings.proto.integration.v1.ListImportsRequest;
import io.tidings.proto.integration.v1.ListImportsResponse;
import io.tidings.proto.integration.v1.ListRejectedRowsRequest;
import io.tidings.proto.integration.v1.ListRejectedRowsResponse;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** {@code tidings.integration.v1.ImportService}. */
@Singleton
final class ImportGrpcEndpoint extends ImportServiceGrpc.ImportServiceImplBase {
  private static final int DEFAULT_PAGE_SIZE = 100;
  private static final int DEFECTS_SHOWN = 1_000;

  private final UserImport users;
  private final ImportRepository imports;
  private final DefectRepository defects;

  ImportGrpcEndpoint(UserImport users, ImportRepository imports, DefectRepository defects) {
    this.users = users;
    this.imports = imports;
    this.defects = defects;
  }

  @Override
  public StreamObserver<ImportUsersRequest> importUsers(
      StreamObserver<ImportUsersResponse> observer) {
    String workspaceId = workspaceId();
    return new UploadWire(
        (options, file) -> users.run(workspaceId, ImportOptionsWire.read(options), file),
        this::report,
        (ServerCallStreamObserver<ImportUsersResponse>) observer);
  }

  private ImportUsersResponse report(Import done) {
    ImportUsersResponse.Builder response =
        ImportUsersResponse.newBuilder()
            .setImport(ImportWire.toWire(done))
            .setRowCount(done.counts().rows())
            .setCreatedCount(done.counts().created())
            .setUpdatedCount(done.counts().updated())
            .setRejectedCount(done.counts().rejected());
    defects
        .list(done.workspaceId(), done.id(), DefectRepository.Place.START, DEFECTS_SHOWN)
        .forEach(defect -> response.addRejectedRows(ImportWire.toWire(defect)));
    return response.build();
  }

  @Override
  public void getImport(GetImportRequest request, StreamObserver<GetImportResponse> observer) {
    Import found = find(request.getImportId());
    observer.onNext(GetImportResponse.newBuilder().setImport(ImportWire.toWire(found)).build());
    observer.onCompleted();
  }

  private Import find(String importId) {
    return imports
        .find(workspaceId(), UUID.fromString(importId))
        .orElseThrow(() -> Faults.notFound("no import '%s'".formatted(importId)));
  }

  @Override
  public void listImports(
      ListImportsRequest request, StreamObserver<ListImportsResponse> observer) {
    int size = size(request.getPageSize());
    List<Import> page =
        imports.list(workspaceId(), ImportWire.after(request.getPageToken()), size + 1);
    ListImportsResponse.Builder response = ListImportsResponse.newBuilder();
    page.stream().limit(size).map(ImportWire::toWire).forEach(response::addImports);
    if (page.size() > size) {
      response.setNextPageToken(page.get(size - 1).id().toString());
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void listRejectedRows(
      ListRejectedRowsRequest request, StreamObserver<ListRejectedRowsResponse> observer) {
    Import of = find(request.getImportId());
    int size = size(request.getPageSize());
    List<Defect> page =
        defects.list(of.workspaceId(), of.id(), ImportWire.place(request.getPageToken()), size + 1);
    ListRejectedRowsResponse.Builder response = ListRejectedRowsResponse.newBuilder();
    page.stream().limit(size).map(ImportWire::toWire).forEach(response::addRejectedRows);
    if (page.size() > size) {
      response.setNextPageToken(ImportWire.token(page.get(size - 1)));
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  private static int size(int asked) {
    return asked == 0 ? DEFAULT_PAGE_SIZE : asked;
  }

  private static String workspaceId() {
    return Caller.current().workspaceId();
  }
}
