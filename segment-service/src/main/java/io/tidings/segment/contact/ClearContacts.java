package io.tidings.segment.contact;

import io.micronaut.context.annotation.Context;
import io.tidings.segment.sql.Column;
import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import io.tidings.segment.value.FieldValue;
import io.tidings.segment.value.FieldValueJson;
import jakarta.annotation.PostConstruct;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts digests in the place of the contact data that an earlier version left in clear, a batch and
 * a transaction at a time, before the service takes any fact.
 */
@Context
final class ClearContacts {
  private static final Logger log = LoggerFactory.getLogger(ClearContacts.class);
  private static final int BATCH = 1_000;

  /** The advisory lock of who replaces: a second process waits for a batch, then does the next. */
  private static final long LOCK = 7_401_003;

  private final Database database;
  private final ContactDigests digests;

  ClearContacts(Database database, ContactDigests digests) {
    this.database = database;
    this.digests = digests;
  }

  private record Clear(String workspaceId, UUID profileId, String attributes) {}

  @PostConstruct
  void replace() {
    long replaced = 0;
    int last;
    do {
      last = database.transaction(this::replaceBatch);
      replaced += last;
    } while (last > 0);
    if (replaced > 0) {
      log.info("the contact data of {} profiles is here by its digests now", replaced);
    }
  }

  private int replaceBatch() {
    database.execute(Sql.of("SELECT pg_advisory_xact_lock(%d)".formatted(LOCK)));
    List<Clear> batch =
        database.list(
            Sql.of(
                """
                WITH taken AS (
                  DELETE FROM profile_with_clear_contacts
                   WHERE (workspace_id, profile_id) IN (
                         SELECT workspace_id, profile_id FROM profile_with_clear_contacts
                          ORDER BY workspace_id, profile_id
                          LIMIT ?)
                  RETURNING workspace_id, profile_id)
                SELECT p.workspace_id, p.profile_id, p.attributes
                  FROM taken JOIN profile p USING (workspace_id, profile_id)
                """,
                BATCH),
            row ->
                new Clear(
                    row.getString("workspace_id"),
                    row.getObject("profile_id", UUID.class),
                    row.getString("attributes")));
    if (!batch.isEmpty()) {
      database.update(
          Sql.of(
              """
              UPDATE profile p SET attributes = d.attributes
                FROM unnest(?::text[], ?::uuid[], ?::jsonb[])
                       AS d (workspace_id, profile_id, attributes)
               WHERE p.workspace_id = d.workspace_id AND p.profile_id = d.profile_id
              """,
              Column.texts(batch, Clear::workspaceId),
              Column.ids(batch, Clear::profileId),
              Column.texts(batch, each -> digested(each.attributes()))));
    }
    return batch.size();
  }

  private String digested(String attributes) {
    Map<String, FieldValue> values = new HashMap<>(FieldValueJson.readFields(attributes));
    values.replaceAll(digests::of);
    return FieldValueJson.write(values);
  }
}
