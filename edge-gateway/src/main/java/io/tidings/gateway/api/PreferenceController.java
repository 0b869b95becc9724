package io.tidings.gateway.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.proto.user.v1.CreateCategoryRequest;
import io.tidings.proto.user.v1.DeleteCategoryRequest;
import io.tidings.proto.user.v1.GetPreferencesRequest;
import io.tidings.proto.user.v1.ListCategoriesRequest;
import io.tidings.proto.user.v1.PreferenceServiceGrpc;
import io.tidings.proto.user.v1.PreferenceServiceGrpc.PreferenceServiceBlockingStub;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.SetPreferencesRequest;
import io.tidings.rpc.ServiceChannels;

@Controller("/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Preferences", description = "What users want to hear of, and on which channel.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class PreferenceController {
  private final JsonCalls calls;
  private final PreferenceServiceBlockingStub preferences;

  PreferenceController(JsonCalls calls, ServiceChannels channels) {
    this.calls = calls;
    this.preferences = PreferenceServiceGrpc.newBlockingStub(channels.to("user"));
  }

  @Operation(summary = "Define a category of messages, or give one another name")
  @RequestBody(
      content = @Content(schema = @Schema(ref = "#/components/schemas/CreateCategoryRequest")))
  @ApiResponse(
      responseCode = "200",
      description = "As it is now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Category")))
  @Post("/categories")
  byte[] defineCategory(HttpRequest<byte[]> request) {
    return calls.send(
        request,
        CreateCategoryRequest.newBuilder(),
        category -> preferences.createCategory(category.build()).getCategory());
  }

  @Operation(summary = "All categories")
  @ApiResponse(
      responseCode = "200",
      description = "A page of them.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ListCategoriesResponse")))
  @Get("/categories")
  byte[] listCategories(HttpRequest<?> request, @RequestBean Page page) {
    return calls.list(
        request,
        page,
        ListCategoriesRequest.newBuilder(),
        asked -> preferences.listCategories(asked.build()));
  }

  @Operation(summary = "Delete a category, with what users said of it")
  @ApiResponse(responseCode = "200", description = "Deleted.")
  @Delete("/categories/{category}")
  byte[] removeCategory(HttpRequest<?> request, String category) {
    return calls.fetch(
        request,
        () ->
            preferences.deleteCategory(
                DeleteCategoryRequest.newBuilder().setCategory(category).build()));
  }

  @Operation(
      summary = "What a user wants",
      description = "One entry for each category. A channel that is not named is enabled.")
  @ApiResponse(
      responseCode = "200",
      description = "As it is now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/GetPreferencesResponse")))
  @Get("/users/{id}/preferences")
  byte[] getPreferences(HttpRequest<?> request, String id) {
    return calls.fetch(
        request,
        () ->
            preferences.getPreferences(
                GetPreferencesRequest.newBuilder().setSelector(user(id)).build()));
  }

  @Operation(summary = "Say what a user wants; what is left out stays")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/PreferenceRules")))
  @ApiResponse(
      responseCode = "200",
      description = "As it is now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/GetPreferencesResponse")))
  @Put("/users/{id}/preferences")
  byte[] putPreferences(HttpRequest<byte[]> request, String id) {
    return calls.send(
        request,
        SetPreferencesRequest.newBuilder(),
        rules -> preferences.setPreferences(rules.setSelector(user(id)).build()));
  }

  private static ProfileSelector.Builder user(String userId) {
    return ProfileSelector.newBuilder().setUserId(userId);
  }
}
