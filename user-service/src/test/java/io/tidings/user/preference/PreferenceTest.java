package io.tidings.user.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.proto.user.v1.BatchGetOptOutsRequest;
import io.tidings.proto.user.v1.Category;
import io.tidings.proto.user.v1.CategoryPreference;
import io.tidings.proto.user.v1.CategoryRules;
import io.tidings.proto.user.v1.ChannelRule;
import io.tidings.proto.user.v1.CreateCategoryRequest;
import io.tidings.proto.user.v1.DeleteCategoryRequest;
import io.tidings.proto.user.v1.GetPreferencesRequest;
import io.tidings.proto.user.v1.IdentifyRequest;
import io.tidings.proto.user.v1.ListCategoriesRequest;
import io.tidings.proto.user.v1.ListCategoriesResponse;
import io.tidings.proto.user.v1.OptOut;
import io.tidings.proto.user.v1.PreferenceServiceGrpc;
import io.tidings.proto.user.v1.PreferenceServiceGrpc.PreferenceServiceBlockingStub;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.user.v1.SetPreferencesRequest;
import io.tidings.testing.ServiceTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@MicronautTest(transactional = false)
class PreferenceTest extends ServiceTest {
  private final String workspace = newWorkspace();

  @Test
  @DisplayName("behaviour 18: a user's preferences are stored; an absent rule means enabled")
  void storesWhatAUserSaid() {
    String own = newWorkspace();
    identify(own, "ada");
    Category news = category(own, "news", "News");
    Category offers = category(own, "offers", "Offers");

    List<CategoryPreference> written =
        set(own, "ada", rules("news", rule("email", false), rule("sms", true)));

    assertThat(written).isEqualTo(preferences(own, "ada"));
    assertThat(written)
        .extracting(CategoryPreference::getCategory, CategoryPreference::getChannelsList)
        .containsExactly(
            tuple(news, List.of(rule("email", false), rule("sms", true))),
            tuple(offers, List.of()));
    set(own, "ada", rules(offers.getId(), rule("push", false)), rules("news", rule("sms", false)));
    set(own, "ada", rules("news", rule("email", false), rule("email", true)));
    assertThat(preferences(own, "ada"))
        .extracting(CategoryPreference::getChannelsList)
        .containsExactly(
            List.of(rule("email", true), rule("sms", false)), List.of(rule("push", false)));
  }

  @Test
  void tellsWhatManyUsersDoNotWant() {
    category(workspace, "digest", "Digest");
    String first = identify(workspace, "digest-1");
    String second = identify(workspace, "digest-2");
    String third = identify(workspace, "digest-3");
    set(workspace, "digest-1", rules("digest", rule("email", false), rule("sms", true)));
    set(workspace, "digest-3", rules("digest", rule("push", false)));

    List<OptOut> optOuts = optOuts(workspace, first, second, third, UUID.randomUUID().toString());

    assertThat(optOuts)
        .extracting(OptOut::getProfileId, OptOut::getCategory, OptOut::getChannel)
        .containsExactlyInAnyOrder(tuple(first, "digest", "email"), tuple(third, "digest", "push"));
    assertThat(optOuts.getFirst().getSince().getSeconds()).isPositive();
    assertThat(optOuts(newWorkspace(), first, third)).isEmpty();
  }

  @Test
  void followsAMergeAndTheLatestCounts() {
    category(workspace, "merging", "Merging");
    String anonymous =
        identify(workspace, ProfileUpdate.newBuilder().setAnonymousId("merging-browser"));
    String user = identify(workspace, "merging-user");
    set(workspace, "merging-user", rules("merging", rule("email", false), rule("sms", false)));
    set(
        workspace,
        ProfileSelector.newBuilder().setProfileId(anonymous),
        rules("merging", rule("email", true), rule("push", false)));
    identify(
        workspace,
        ProfileUpdate.newBuilder().setUserId("merging-user").setAnonymousId("merging-browser"));

    assertThat(optOuts(workspace, anonymous))
        .extracting(OptOut::getProfileId, OptOut::getChannel)
        .containsExactlyInAnyOrder(tuple(anonymous, "sms"), tuple(anonymous, "push"));
    assertThat(optOuts(workspace, user))
        .extracting(OptOut::getChannel)
        .containsExactlyInAnyOrder("sms", "push");
  }

  @Test
  void aCategoryIsMadeOnceAndRenamed() {
    String own = newWorkspace();
    Category made = category(own, "same", "Before");
    Category again = category(own, "same", "After");

    assertThat(again.getId()).isEqualTo(made.getId());
    assertThat(list(own)).containsExactly(again);
    assertThat(again.getName()).isEqualTo("After");
  }

  @Test
  void listsCategoriesByThePage() {
    String own = newWorkspace();
    for (int i = 1; i <= 5; i++) {
      category(own, "category-" + i, "Category " + i);
    }
    assertThat(list(own))
        .extracting(Category::getIdentifier)
        .containsExactly("category-1", "category-2", "category-3", "category-4", "category-5");
  }

  @Test
  void aDeletedCategoryTakesItsRulesWithIt() {
    Category made = category(workspace, "gone", "Gone");
    String user = identify(workspace, "of-gone");
    set(workspace, "of-gone", rules("gone", rule("email", false)));

    delete(workspace, made.getId());

    assertThat(optOuts(workspace, user)).isEmpty();
    assertThatThrownBy(() -> delete(workspace, "gone"))
        .satisfies(it -> is(it, Status.Code.NOT_FOUND));
    assertThatThrownBy(() -> set(workspace, "of-gone", rules("gone", rule("email", false))))
        .satisfies(it -> is(it, Status.Code.NOT_FOUND))
        .hasMessageContaining("'gone'");
  }

  @Test
  void writesNothingWhereACategoryIsNotThere() {
    category(workspace, "there", "There");
    String user = identify(workspace, "half");

    assertThatThrownBy(() ->
            set(
                workspace,
                "half",
                rules("there", rule("email", false)),
                rules("not-there", rule("email", false))))
        .satisfies(it -> is(it, Status.Code.NOT_FOUND));
    assertThat(optOuts(workspace, user)).isEmpty();
    assertThatThrownBy(() -> set(workspace, "nobody", rules("there", rule("email", false))))
        .satisfies(it -> is(it, Status.Code.NOT_FOUND));
    assertThatThrownBy(() -> preferences(workspace, "nobody"))
        .satisfies(it -> is(it, Status.Code.NOT_FOUND));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "E-Mail", "e mail", "0mail", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
  void refusesWhatIsNoChannel(String channel) {
    category(workspace, "channels", "Channels");
    identify(workspace, "of-channels");

    assertThatThrownBy(() -> set(workspace, "of-channels", rules("channels", rule(channel, false))))
        .satisfies(it -> is(it, Status.Code.INVALID_ARGUMENT))
        .hasMessageContaining("rules[0].channels[0].channel");
  }

  @Test
  void anotherWorkspaceSeesNothing() {
    category(workspace, "own", "Own");
    String other = newWorkspace();
    identify(other, "stranger");

    assertThat(list(other)).isEmpty();
    assertThatThrownBy(() -> delete(other, "own")).satisfies(it -> is(it, Status.Code.NOT_FOUND));
    assertThatThrownBy(() -> set(other, "stranger", rules("own", rule("email", false))))
        .satisfies(it -> is(it, Status.Code.NOT_FOUND));
  }

  private PreferenceServiceBlockingStub service(String of) {
    return PreferenceServiceGrpc.newBlockingStub(channel(of));
  }

  private String identify(String of, String userId) {
    return identify(of, ProfileUpdate.newBuilder().setUserId(userId));
  }

  private String identify(String of, ProfileUpdate.Builder update) {
    return ProfileServiceGrpc.newBlockingStub(channel(of))
        .identify(IdentifyRequest.newBuilder().setUpdate(update).build())
        .getProfile()
        .getId();
  }

  private Category category(String of, String identifier, String name) {
    return service(of)
        .createCategory(
            CreateCategoryRequest.newBuilder().setIdentifier(identifier).setName(name).build())
        .getCategory();
  }

  private List<Category> list(String of) {
    List<Category> listed = new ArrayList<>();
    String token = "";
    do {
      ListCategoriesResponse page =
          service(of)
              .listCategories(
                  ListCategoriesRequest.newBuilder().setPageSize(2).setPageToken(token).build());
      listed.addAll(page.getCategoriesList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return listed;
  }

  private void delete(String of, String category) {
    service(of).deleteCategory(DeleteCategoryRequest.newBuilder().setCategory(category).build());
  }

  private List<CategoryPreference> preferences(String of, String userId) {
    return service(of)
        .getPreferences(
            GetPreferencesRequest.newBuilder()
                .setSelector(ProfileSelector.newBuilder().setUserId(userId))
                .build())
        .getPreferencesList();
  }

  private List<CategoryPreference> set(String of, String userId, CategoryRules... rules) {
    return set(of, ProfileSelector.newBuilder().setUserId(userId), rules);
  }

  private List<CategoryPreference> set(
      String of, ProfileSelector.Builder selector, CategoryRules... rules) {
    return service(of)
        .setPreferences(
            SetPreferencesRequest.newBuilder()
                .setSelector(selector)
                .addAllRules(List.of(rules))
                .build())
        .getPreferencesList();
  }

  private List<OptOut> optOuts(String of, String... profileIds) {
    return service(of)
        .batchGetOptOuts(
            BatchGetOptOutsRequest.newBuilder()
                .addAllProfileIds(Stream.of(profileIds).toList())
                .build())
        .getOptOutsList();
  }

  private static CategoryRules rules(String category, ChannelRule... rules) {
    return CategoryRules.newBuilder().setCategory(category).addAllChannels(List.of(rules)).build();
  }

  private static ChannelRule rule(String channel, boolean enabled) {
    return ChannelRule.newBuilder().setChannel(channel).setEnabled(enabled).build();
  }

  private static void is(Throwable failure, Status.Code code) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refusal -> assertThat(refusal.getStatus().getCode()).isEqualTo(code));
  }
}
