package io.tidings.gateway.engagespot;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.gateway.json.MessageWriter;
import io.tidings.gateway.json.Values;
import io.tidings.proto.user.v1.Category;
import io.tidings.proto.user.v1.CategoryPreference;
import io.tidings.proto.user.v1.CreateCategoryRequest;
import io.tidings.proto.user.v1.DeleteCategoryRequest;
import io.tidings.proto.user.v1.GetPreferencesRequest;
import io.tidings.proto.user.v1.ListCategoriesRequest;
import io.tidings.proto.user.v1.PreferenceServiceGrpc;
import io.tidings.proto.user.v1.PreferenceServiceGrpc.PreferenceServiceBlockingStub;
import io.tidings.rpc.ServiceChannels;
import java.util.ArrayList;
import java.util.List;

/** What users want to be told on which channel. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Notifications: preferences", description = "Categories, and what users want of them.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class PreferenceController {
  /** As many as a workspace may have. */
  private static final int ALL_CATEGORIES = 1000;

  private final Door door;
  private final PreferenceServiceBlockingStub preferences;

  PreferenceController(Door door, ServiceChannels channels) {
    this.door = door;
    this.preferences = PreferenceServiceGrpc.newBlockingStub(channels.to("user"));
  }

  @Operation(
      summary = "What the user who calls wants",
      description = "A channel that is not named is enabled.")
  @Preferences
  @Get(uris = {"/v3/preferences", "/v4/preferences"})
  byte[] preferences(HttpRequest<?> request) {
    var visitor = door.visitor(request);
    var asked = GetPreferencesRequest.newBuilder().setSelector(visitor.selector()).build();
    return write(
        visitor.source().call(() -> preferences.getPreferences(asked)).getPreferencesList());
  }

  @Operation(summary = "Change what the user who calls wants; what is not named stays")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/PreferenceChange")))
  @Preferences
  @Patch(uris = {"/v3/preferences", "/v4/preferences"})
  byte[] setPreferences(HttpRequest<byte[]> request) {
    var visitor = door.visitor(request);
    var asked = PreferenceBody.read(Bodies.read(request)).setSelector(visitor.selector()).build();
    return write(
        visitor.source().call(() -> preferences.setPreferences(asked)).getPreferencesList());
  }

  @Operation(summary = "All categories")
  @ApiResponse(
      responseCode = "200",
      description = "In the order of their creation.",
      content =
          @Content(array = @ArraySchema(schema = @Schema(ref = "#/components/schemas/Named"))))
  @Get(uris = {"/v3/categories", "/v4/categories"})
  byte[] categories(HttpRequest<?> request) {
    var visitor = door.visitor(request);
    var asked = ListCategoriesRequest.newBuilder().setPageSize(ALL_CATEGORIES);
    var all = new ArrayList<Category>();
    visitor
        .source()
        .caller()
        .run(() -> {
          do {
            var page = preferences.listCategories(asked.build());
            all.addAll(page.getCategoriesList());
            asked.setPageToken(page.getNextPageToken());
          } while (!asked.getPageToken().isEmpty());
        });
    return MessageWriter.writeValue(Values.list(all.stream().map(Bodies::write).toList()));
  }

  @Operation(summary = "Define a category; one of that identifier gets the name")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/NewNamed")))
  @ApiResponse(
      responseCode = "200",
      description = "As it is now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Named")))
  @Post(uris = {"/v3/notifications/categories", "/v4/notifications/categories"})
  byte[] createCategory(HttpRequest<byte[]> request) {
    var source = door.server(request);
    var fields = Bodies.read(request);
    var asked =
        CreateCategoryRequest.newBuilder()
            .setIdentifier(Bodies.required(fields, "identifier"))
            .setName(Bodies.required(fields, "name"))
            .build();
    return MessageWriter.writeValue(
        Bodies.write(source.call(() -> preferences.createCategory(asked)).getCategory()));
  }

  @Operation(summary = "Delete a category with everybody's rules for it")
  @ApiResponse(
      responseCode = "200",
      description = "Deleted.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Done")))
  @Delete(uris = {"/v3/notifications/categories/{id}", "/v4/notifications/categories/{id}"})
  byte[] deleteCategory(HttpRequest<?> request, String id) {
    var asked = DeleteCategoryRequest.newBuilder().setCategory(id).build();
    door.server(request).call(() -> preferences.deleteCategory(asked));
    return MessageWriter.write(Bodies.done());
  }

  private static byte[] write(List<CategoryPreference> all) {
    return MessageWriter.writeValue(Values.list(all.stream().map(Bodies::write).toList()));
  }

  /** One for each category. */
  @ApiResponse(
      responseCode = "200",
      description = "One for each category.",
      content =
          @Content(
              array = @ArraySchema(schema = @Schema(ref = "#/components/schemas/UserPreference"))))
  private @interface Preferences {}
}
