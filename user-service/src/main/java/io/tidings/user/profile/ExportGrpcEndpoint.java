package io.tidings.user.profile;

import io.grpc.stub.StreamObserver;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.proto.user.v1.AbsorbedProfile;
import io.tidings.proto.user.v1.ExportProfileRequest;
import io.tidings.proto.user.v1.ExportProfileResponse;
import io.tidings.proto.user.v1.ExportServiceGrpc.ExportServiceImplBase;
import io.tidings.proto.user.v1.ExportedAttribute;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import io.tidings.user.RefusedException;
import io.tidings.user.attribute.ValueWire;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Everything of one profile, over gRPC. */
@Singleton
final class ExportGrpcEndpoint extends ExportServiceImplBase {
  private final Profiles profiles;
  private final TransactionOperations<Connection> transactions;

  ExportGrpcEndpoint(Profiles profiles, TransactionOperations<Connection> transactions) {
    this.profiles = profiles;
    this.transactions = transactions;
  }

  @Override
  public void exportProfile(
      ExportProfileRequest request, StreamObserver<ExportProfileResponse> answer) {
    String workspaceId = Caller.current().workspaceId();
    Profile profile;
    try {
      profile = profiles.find(workspaceId, ProfileWire.selector(request.getSelector()));
    } catch (RefusedException e) {
      throw Faults.invalid(e.field(), e.reason());
    }
    if (profile == null) {
      throw Faults.notFound("nobody is known by that selector in this workspace");
    }
    answer.onNext(
        ExportProfileResponse.newBuilder()
            .setProfile(ProfileWire.toWire(profile))
            .addAllAttributes(attributes(profile))
            .addAllAbsorbed(transactions.executeRead(_ -> absorbed(workspaceId, profile)))
            .build());
    answer.onCompleted();
  }

  private static List<ExportedAttribute> attributes(Profile profile) {
    List<ExportedAttribute> attributes = new ArrayList<>();
    new TreeMap<>(profile.attributes())
        .forEach((name, attribute) ->
            attributes.add(
                ExportedAttribute.newBuilder()
                    .setName(name)
                    .setValue(ValueWire.toWire(attribute.value()))
                    .setOccurredAt(ValueWire.timestamp(attribute.writtenAt()))
                    .build()));
    return attributes;
  }

  private List<AbsorbedProfile> absorbed(String workspaceId, Profile profile) throws SQLException {
    try (var statement =
        transactions
            .getConnection()
            .prepareStatement(
                """
                SELECT id, merged_at FROM merged_profile
                 WHERE workspace_id = ? AND profile_id = ?
                 ORDER BY merged_at, id
                """)) {
      statement.setString(1, workspaceId);
      statement.setObject(2, profile.id());
      List<AbsorbedProfile> absorbed = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          absorbed.add(
              AbsorbedProfile.newBuilder()
                  .setProfileId(rows.getString(1))
                  .setMergedAt(
                      ValueWire.timestamp(rows.getObject(2, OffsetDateTime.class).toInstant()))
                  .build());
        }
      }
      return absorbed;
    }
  }
}
