-- The services whose webhooks a workspace takes.
CREATE TABLE source_connection (
  workspace_id text NOT NULL REFERENCES workspace,
  -- UUIDv7: in the order of creation.
  id           uuid NOT NULL,
  request_id   text,
  -- The source's id in the catalogue.
  type         text NOT NULL,
  name         text NOT NULL,
  -- JSON object. The secret ones are in `secrets`, sealed.
  settings     jsonb NOT NULL,
  secrets      bytea NOT NULL,
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, request_id)
);

-- A webhook brings the id alone.
CREATE UNIQUE INDEX source_connection_id ON source_connection (id);

-- Webhooks that were taken, by what their service calls them: a repetition is known by it.
CREATE TABLE webhook_taken (
  workspace_id  text NOT NULL,
  connection_id uuid NOT NULL,
  -- SHA-256 of the service's own id of it.
  key           bytea NOT NULL,
  taken_at      timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, connection_id, key),
  FOREIGN KEY (workspace_id, connection_id) REFERENCES source_connection ON DELETE CASCADE
);

CREATE INDEX webhook_taken_age ON webhook_taken (taken_at);
