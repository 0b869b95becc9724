package io.tidings.segment.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import io.tidings.segment.testing.SegmentServiceFixture;
import io.tidings.segment.value.FieldValue;
import io.tidings.segment.value.FieldValueJson;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ClearContactsTest {
  private final SegmentServiceFixture service = SegmentServiceFixture.running();
  private final Database database = service.get(Database.class);
  private final ContactDigests digests = service.get(ContactDigests.class);
  private final String workspace = SegmentServiceFixture.workspace();
  private final UUID profile = UUID.randomUUID();

  @Test
  void putsDigestsInThePlaceOfWhatAnEarlierVersionLeftInClear() {
    var email = new FieldValue.Text("ada.secret@customer.example");
    var plan = new FieldValue.Text("pro");
    database.inTransaction(() -> {
      database.update(
          Sql.of(
              """
              INSERT INTO profile (workspace_id, profile_id, version, attributes, stamps)
              VALUES (?, ?, 1, ?::jsonb, '{}')
              """,
              workspace,
              profile,
              FieldValueJson.write(Map.of("email", email, "plan", plan))));
      database.update(
          Sql.of("INSERT INTO profile_with_clear_contacts VALUES (?, ?)", workspace, profile));
    });

    service.get(ClearContacts.class).replace();
    service.get(ClearContacts.class).replace(); // as a second process does, that finds none left

    assertThat(attributes())
        .isEqualTo(Map.of("email", digests.of("email", email), "plan", plan))
        .doesNotContainValue(email);
  }

  private Map<String, FieldValue> attributes() {
    return database.transaction(() ->
        database
            .list(
                Sql.of(
                    "SELECT attributes FROM profile WHERE workspace_id = ? AND profile_id = ?",
                    workspace,
                    profile),
                row -> FieldValueJson.readFields(row.getString("attributes")))
            .getFirst());
  }
}
