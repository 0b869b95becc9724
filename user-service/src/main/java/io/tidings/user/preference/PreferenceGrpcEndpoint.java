package io.tidings.user.preference;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.user.v1.BatchGetOptOutsRequest;
import io.tidings.proto.user.v1.BatchGetOptOutsResponse;
import io.tidings.proto.user.v1.CategoryRules;
import io.tidings.proto.user.v1.CreateCategoryRequest;
import io.tidings.proto.user.v1.CreateCategoryResponse;
import io.tidings.proto.user.v1.DeleteCategoryRequest;
import io.tidings.proto.user.v1.DeleteCategoryResponse;
import io.tidings.proto.user.v1.GetPreferencesRequest;
import io.tidings.proto.user.v1.GetPreferencesResponse;
import io.tidings.proto.user.v1.ListCategoriesRequest;
import io.tidings.proto.user.v1.ListCategoriesResponse;
import io.tidings.proto.user.v1.PreferenceServiceGrpc.PreferenceServiceImplBase;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.SetPreferencesRequest;
import io.tidings.proto.user.v1.SetPreferencesResponse;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import io.tidings.user.RefusedException;
import io.tidings.user.preference.Label.Kind;
import io.tidings.user.profile.ProfileDirectory;
import io.tidings.user.profile.ProfileWire;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Categories and preferences over gRPC. */
@Singleton
final class PreferenceGrpcEndpoint extends PreferenceServiceImplBase {
  private static final int DEFAULT_PAGE_SIZE = 100;

  private final Labels labels;
  private final Preferences preferences;
  private final ProfileDirectory directory;

  PreferenceGrpcEndpoint(Labels labels, Preferences preferences, ProfileDirectory directory) {
    this.labels = labels;
    this.preferences = preferences;
    this.directory = directory;
  }

  @Override
  public void createCategory(
      CreateCategoryRequest request, StreamObserver<CreateCategoryResponse> answer) {
    try {
      Label category =
          labels.put(workspaceId(), Kind.CATEGORY, request.getIdentifier(), request.getName());
      answer.onNext(
          CreateCategoryResponse.newBuilder()
              .setCategory(PreferenceWire.category(category))
              .build());
      answer.onCompleted();
    } catch (RefusedException e) {
      throw refused(e);
    }
  }

  @Override
  public void listCategories(
      ListCategoriesRequest request, StreamObserver<ListCategoriesResponse> answer) {
    int size = request.getPageSize() == 0 ? DEFAULT_PAGE_SIZE : request.getPageSize();
    List<Label> page;
    try {
      // One more than asked for tells whether this is the last page.
      UUID after = PreferenceWire.pageStart(request.getPageToken());
      page = labels.page(workspaceId(), Kind.CATEGORY, after, size + 1);
    } catch (RefusedException e) {
      throw refused(e);
    }
    ListCategoriesResponse.Builder response = ListCategoriesResponse.newBuilder();
    page.stream().limit(size).map(PreferenceWire::category).forEach(response::addCategories);
    if (page.size() > size) {
      response.setNextPageToken(ProfileWire.pageToken(page.get(size - 1).id()));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void deleteCategory(
      DeleteCategoryRequest request, StreamObserver<DeleteCategoryResponse> answer) {
    if (!labels.delete(workspaceId(), category(request.getCategory()), Kind.CATEGORY)) {
      throw noCategory(request.getCategory());
    }
    answer.onNext(DeleteCategoryResponse.getDefaultInstance());
    answer.onCompleted();
  }

  @Override
  public void getPreferences(
      GetPreferencesRequest request, StreamObserver<GetPreferencesResponse> answer) {
    UUID user = user(request.getSelector());
    answer.onNext(
        GetPreferencesResponse.newBuilder()
            .addAllPreferences(
                PreferenceWire.preferences(
                    labels.categories(workspaceId()), preferences.of(workspaceId(), user)))
            .build());
    answer.onCompleted();
  }

  @Override
  public void setPreferences(
      SetPreferencesRequest request, StreamObserver<SetPreferencesResponse> answer) {
    UUID user = user(request.getSelector());
    List<Label> categories = labels.categories(workspaceId());
    List<Rule> rules = new ArrayList<>();
    for (CategoryRules said : request.getRulesList()) {
      Label category = named(said.getCategory(), categories);
      said.getChannelsList()
          .forEach(
              rule -> rules.add(new Rule(category.id(), rule.getChannel(), rule.getEnabled())));
    }
    if (!preferences.write(workspaceId(), user, rules)) {
      throw ProfileWire.nobody();
    }
    answer.onNext(
        SetPreferencesResponse.newBuilder()
            .addAllPreferences(
                PreferenceWire.preferences(categories, preferences.of(workspaceId(), user)))
            .build());
    answer.onCompleted();
  }

  @Override
  public void batchGetOptOuts(
      BatchGetOptOutsRequest request, StreamObserver<BatchGetOptOutsResponse> answer) {
    List<UUID> profileIds = request.getProfileIdsList().stream().map(UUID::fromString).toList();
    BatchGetOptOutsResponse.Builder response = BatchGetOptOutsResponse.newBuilder();
    preferences
        .optOuts(workspaceId(), profileIds)
        .forEach(optOut -> response.addOptOuts(PreferenceWire.optOut(optOut)));
    answer.onNext(response.build());
    answer.onCompleted();
  }

  private UUID user(ProfileSelector selector) {
    return ProfileWire.known(directory, workspaceId(), selector);
  }

  private Label category(String reference) {
    return labels
        .find(workspaceId(), Kind.CATEGORY, reference)
        .orElseThrow(() -> noCategory(reference));
  }

  /** By its identifier, or where none has that, by its id. */
  private static Label named(String reference, List<Label> categories) {
    return categories.stream()
        .filter(category -> category.identifier().equals(reference))
        .findAny()
        .or(() ->
            categories.stream()
                .filter(category -> category.id().toString().equals(reference))
                .findAny())
        .orElseThrow(() -> noCategory(reference));
  }

  private static String workspaceId() {
    return Caller.current().workspaceId();
  }

  private static StatusRuntimeException refused(RefusedException e) {
    return Faults.invalid(e.field(), e.reason());
  }

  private static StatusRuntimeException noCategory(String reference) {
    return Faults.notFound("this workspace has no category " + RefusedException.quoted(reference));
  }
}
