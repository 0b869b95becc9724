CREATE TABLE connection (
  workspace_id text NOT NULL REFERENCES workspace,
  id           uuid NOT NULL,
  request_id   text,
  -- The destination's id in the catalogue.
  type         text NOT NULL,
  name         text NOT NULL,
  -- JSON object. The secret ones are in `secrets`, sealed.
  settings     jsonb NOT NULL,
  secrets      bytea NOT NULL,
  enabled      boolean NOT NULL DEFAULT true,
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  -- What is left of the calls per second, as of calls_left_at.
  calls_left    double precision NOT NULL DEFAULT 0,
  calls_left_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, request_id)
);

CREATE TABLE delivery (
  workspace_id  text NOT NULL,
  connection_id uuid NOT NULL,
  -- The order in which things happened, as far as it is known.
  position      bigint GENERATED ALWAYS AS IDENTITY,
  -- The receiver recognises a repetition by it.
  id            uuid NOT NULL,
  profile_id    uuid NOT NULL,
  -- The fact, sealed; null once it is delivered.
  payload       bytea,
  status        text NOT NULL DEFAULT 'PENDING',
  attempts      integer NOT NULL DEFAULT 0,
  -- When it is to be tried; while it is being tried, when whoever tries it is given up on.
  due_at        timestamptz NOT NULL,
  -- What the last attempt failed with.
  reason        text,
  created_at    timestamptz NOT NULL,
  finished_at   timestamptz,
  PRIMARY KEY (workspace_id, connection_id, position),
  FOREIGN KEY (workspace_id, connection_id) REFERENCES connection ON DELETE CASCADE
);

CREATE INDEX delivery_due ON delivery (workspace_id, connection_id, due_at)
  WHERE status = 'PENDING';

-- One user is told about in order: who is before a delivery?
CREATE INDEX delivery_of_profile ON delivery (workspace_id, profile_id, connection_id, position)
  WHERE status = 'PENDING';

CREATE INDEX delivery_finished ON delivery (finished_at) WHERE finished_at IS NOT NULL;

-- Counted for each connection, beside the pending ones.
CREATE INDEX delivery_failed ON delivery (workspace_id, connection_id) WHERE status = 'FAILED';

-- A user who is to be forgotten is forgotten here too.
CREATE INDEX delivery_failed_of_profile ON delivery (workspace_id, profile_id)
  WHERE status = 'FAILED';
