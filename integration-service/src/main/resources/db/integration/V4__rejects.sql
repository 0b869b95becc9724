CREATE TABLE reject (
  workspace_id text NOT NULL,
  -- UUIDv7: its order is the order of rejection.
  id           uuid NOT NULL,
  -- Id of the key that it came with.
  source       text NOT NULL,
  kind         text NOT NULL,
  message_id   text NOT NULL,
  -- Field and reason, which may quote personal data, sealed.
  defect       bytea NOT NULL,
  rejected_at  timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id)
);

CREATE INDEX reject_of_source ON reject (workspace_id, source, id);

-- What is old is forgotten, of all workspaces at once.
CREATE INDEX reject_age ON reject (rejected_at);
