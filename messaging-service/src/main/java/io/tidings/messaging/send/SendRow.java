package io.tidings.messaging.send;

import io.tidings.messaging.channel.Channel;
import io.tidings.messaging.database.Values;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** A send as its row has it. */
public final class SendRow {
  /** What {@link #read} reads, of the table {@code send}. */
  public static final String COLUMNS = columns("send.state");

  /** Where a send stands: of one that is claimed only its claim says so. */
  static final String SHOWN_STATE =
      """
      CASE WHEN send.state = 'QUEUED' AND send.send_id IN (SELECT unnest(send_ids) FROM claim)
           THEN 'SENDING' ELSE send.state END\
      """;

  /** With the state as it is shown. */
  static final String SHOWN_COLUMNS = columns(SHOWN_STATE + " AS state");

  private static String columns(String state) {
    return """
    send.workspace_id, send.send_id, send.profile_id, send.user_id, send.channel, send.class,
    send.content_id, send.data_id, send.category, send.broadcast_id, send.automation_id,
    send.entry_number, %s, send.reason, send.detail, send.attempts, send.provider,
    send.provider_reference, send.due_at, send.doubted_claim_id, send.created_at,
    send.updated_at, send.opened_at, send.clicked_at
    """
        .formatted(state);
  }

  private SendRow() {}

  /** The row that the cursor is on; decisions are left on file. */
  public static Send read(ResultSet row, SendUsers users) throws SQLException {
    UUID id = Values.uuid(row, "send_id");
    String workspaceId = row.getString("workspace_id");
    return new Send(
        new SendOrder(
            id,
            workspaceId,
            Values.uuidOrNull(row, "profile_id"),
            users.open(workspaceId, id, row.getBytes("user_id")),
            Channel.valueOf(row.getString("channel")),
            SendClass.valueOf(row.getString("class")),
            Values.uuid(row, "content_id"),
            Values.uuidOrNull(row, "data_id"),
            row.getString("category"),
            origin(row),
            Values.instant(row, "created_at")),
        State.valueOf(row.getString("state")),
        row.getString("reason"),
        row.getString("detail"),
        row.getInt("attempts"),
        row.getString("provider"),
        row.getString("provider_reference"),
        Values.instantOrNull(row, "due_at"),
        Values.uuidOrNull(row, "doubted_claim_id"),
        List.of(),
        Values.instant(row, "updated_at"),
        new Attention(
            Values.instantOrNull(row, "opened_at"), Values.instantOrNull(row, "clicked_at")));
  }

  private static Origin origin(ResultSet row) throws SQLException {
    UUID broadcast = Values.uuidOrNull(row, "broadcast_id");
    if (broadcast != null) {
      return new Origin.Broadcast(broadcast);
    }
    UUID automation = Values.uuidOrNull(row, "automation_id");
    return automation == null
        ? new Origin.Call()
        : new Origin.Automation(automation, row.getLong("entry_number"));
  }
}
