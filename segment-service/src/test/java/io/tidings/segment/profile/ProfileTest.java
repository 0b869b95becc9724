package io.tidings.segment.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.segment.value.FieldValue;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProfileTest {
  private final Profile profile = Profile.unknown(new ProfileKey("w", UUID.randomUUID()));

  @Test
  void keepsTheLatestValueWhateverTheOrder() {
    AttributeChange early = change("free", 1, 1);
    AttributeChange late = change("pro", 2, 1);
    assertThat(plan(early, late)).isEqualTo("pro");
    assertThat(plan(late, early)).isEqualTo("pro");
    assertThat(plan(late, late, early, early)).isEqualTo("pro");
  }

  @Test
  void keepsTheValueOfTheHigherVersionOfThoseAtOneTime() {
    AttributeChange first = change("free", 1, 1);
    AttributeChange second = change("basic", 1, 2);
    assertThat(plan(first, second)).isEqualTo("basic");
    assertThat(plan(second, first)).isEqualTo("basic");
  }

  @Test
  void doesNotBringBackWhatWasRemovedLater() {
    AttributeChange set = change("pro", 1, 1);
    AttributeChange removed = change(null, 2, 2);
    assertThat(plan(set, removed)).isNull();
    assertThat(plan(removed, set)).isNull();
  }

  @Test
  void keepsTheLatestOfBothWhenItAbsorbsAnother() {
    Profile other =
        Profile.unknown(new ProfileKey("w", UUID.randomUUID()))
            .changed(1, List.of(change("pro", 5, 1)));
    Profile one = profile.changed(3, List.of(change("free", 4, 3)));
    Profile absorbing = one.absorbing(other);
    assertThat(absorbing.attributes()).isEqualTo(Map.of("plan", new FieldValue.Text("pro")));
    assertThat(absorbing.version()).isEqualTo(3);
    assertThat(other.mergedInto(UUID.randomUUID()).attributes()).isEmpty();
  }

  private @Nullable String plan(AttributeChange... changes) {
    Profile changed = profile;
    for (AttributeChange change : changes) {
      changed = changed.changed(change.stamp().version(), List.of(change));
    }
    return changed.attributes().get("plan") instanceof FieldValue.Text(var text) ? text : null;
  }

  private static AttributeChange change(@Nullable String plan, long micros, long version) {
    return new AttributeChange(
        "plan", plan == null ? null : new FieldValue.Text(plan), new Stamp(micros, version));
  }
}
