CREATE TABLE workspace (
  id         text PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Every installation has this one.
INSERT INTO workspace (id) VALUES ('default');

CREATE TABLE api_key (
  workspace_id text NOT NULL REFERENCES workspace,
  -- UUIDv7: its order is the order of making.
  id           uuid NOT NULL,
  request_id   text,
  kind         text NOT NULL,
  name         text NOT NULL,
  hint         text NOT NULL,
  -- SHA-256 of the secret. A slow, salted hash protects what people choose; nobody guesses 200 random
  -- bits, and a key is verified on the way of every call.
  secret_hash  bytea NOT NULL,
  created_at   timestamptz NOT NULL,
  revoked_at   timestamptz,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, request_id)
);

CREATE UNIQUE INDEX api_key_by_secret ON api_key (secret_hash);
