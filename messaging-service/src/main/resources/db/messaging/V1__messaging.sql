-- What is said. Never changed: the id is the hash of the content.
CREATE TABLE content (
  workspace_id text        NOT NULL,
  content_id   uuid        NOT NULL,
  content      json        NOT NULL,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, content_id)
);

CREATE TABLE template (
  workspace_id text        NOT NULL,
  template_id  uuid        NOT NULL,
  name         text        NOT NULL,
  request_id   text,
  version      integer     NOT NULL,
  content_id   uuid        NOT NULL,
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, template_id),
  UNIQUE (workspace_id, name),
  UNIQUE (workspace_id, request_id)
);

CREATE TABLE template_version (
  workspace_id text        NOT NULL,
  template_id  uuid        NOT NULL,
  version      integer     NOT NULL,
  content_id   uuid        NOT NULL,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, template_id, version)
);

-- What a caller brought for the content to find under `data`; one for all sends of a call. Sealed.
CREATE TABLE send_data (
  workspace_id text        NOT NULL,
  data_id      uuid        NOT NULL,
  sealed       bytea       NOT NULL,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, data_id)
);

-- Any message to one recipient on one channel, and its life. No address: it is looked up when sent.
CREATE TABLE send (
  workspace_id       text        NOT NULL,
  send_id            uuid        NOT NULL,
  profile_id         uuid,                 -- null: the user was not known
  user_id            text,
  channel            text        NOT NULL,
  class              text        NOT NULL,
  bulk               boolean     NOT NULL,
  content_id         uuid        NOT NULL,
  data_id            uuid,
  broadcast_id       uuid,
  automation_id      uuid,
  entry_number       bigint,
  state              text        NOT NULL,
  reason             text,
  detail             text,
  attempts           integer     NOT NULL,
  provider           text,
  provider_reference text,
  due_at             timestamptz,          -- when it may be taken; null once it has ended
  lease_id           uuid,                 -- the claim that has it
  decisions          jsonb       NOT NULL, -- [[gate, passed, detail, epoch milliseconds], …]
  created_at         timestamptz NOT NULL,
  updated_at         timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, send_id)
) WITH (fillfactor = 85);

CREATE INDEX send_due ON send (workspace_id, channel, bulk, due_at) WHERE due_at IS NOT NULL;
CREATE UNIQUE INDEX send_once_in_broadcast ON send (workspace_id, broadcast_id, profile_id, channel)
  WHERE broadcast_id IS NOT NULL;
CREATE UNIQUE INDEX send_once_per_entry ON send (workspace_id, automation_id, profile_id, entry_number)
  WHERE automation_id IS NOT NULL;
CREATE INDEX send_of_profile ON send (workspace_id, profile_id, send_id) WHERE profile_id IS NOT NULL;
CREATE INDEX send_of_user ON send (workspace_id, user_id, send_id) WHERE user_id IS NOT NULL;
CREATE INDEX send_awaiting_receipt ON send (workspace_id, provider, provider_reference)
  WHERE state = 'SENT';

-- Calls that named an idempotency key, and the sends that they were answered with, in order.
CREATE TABLE send_request (
  workspace_id    text        NOT NULL,
  idempotency_key text        NOT NULL,
  send_ids        uuid[]      NOT NULL,
  created_at      timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, idempotency_key)
);
CREATE INDEX send_request_age ON send_request (created_at);

-- What providers told of messages, until the send that it belongs to is known to have been taken.
CREATE TABLE receipt (
  workspace_id       text        NOT NULL,
  receipt_id         uuid        NOT NULL,
  provider           text        NOT NULL,
  provider_reference text        NOT NULL,
  state              text        NOT NULL,
  reason             text        NOT NULL,
  occurred_at        timestamptz NOT NULL,
  received_at        timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, receipt_id)
);
CREATE INDEX receipt_reference ON receipt (workspace_id, provider, provider_reference);
CREATE INDEX receipt_age ON receipt (received_at);

-- Addresses that nothing may be sent to, as keyed hashes.
CREATE TABLE suppression (
  workspace_id  text        NOT NULL,
  channel       text        NOT NULL,
  fingerprint   bytea       NOT NULL,
  reason        text        NOT NULL,
  suppressed_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, channel, fingerprint)
);

-- A workspace's account at a provider. Settings are sealed.
CREATE TABLE connection (
  workspace_id text        NOT NULL,
  provider     text        NOT NULL,
  revision     uuid        NOT NULL,
  settings     bytea       NOT NULL,
  updated_at   timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, provider)
);

CREATE TABLE broadcast (
  workspace_id     text        NOT NULL,
  broadcast_id     uuid        NOT NULL,
  request_id       text,
  name             text        NOT NULL,
  audience         bytea       NOT NULL, -- tidings.segment.v1.Audience
  channel          text        NOT NULL,
  class            text        NOT NULL,
  content_id       uuid        NOT NULL,
  data_id          uuid,
  state            text        NOT NULL,
  planned          boolean     NOT NULL, -- everyone of the audience has a send
  after_profile_id uuid,                 -- how far planning is
  recipient_count  bigint      NOT NULL,
  leased_until     timestamptz,
  lease_id         uuid,
  created_at       timestamptz NOT NULL,
  completed_at     timestamptz,
  PRIMARY KEY (workspace_id, broadcast_id),
  UNIQUE (workspace_id, request_id)
);
CREATE INDEX broadcast_running ON broadcast (workspace_id, broadcast_id) WHERE state = 'RUNNING';

CREATE TABLE automation (
  workspace_id  text        NOT NULL,
  automation_id uuid        NOT NULL,
  request_id    text,
  name          text        NOT NULL,
  segment_id    uuid        NOT NULL,
  channel       text        NOT NULL,
  template_id   uuid        NOT NULL,
  class         text        NOT NULL,
  enabled       boolean     NOT NULL,
  created_at    timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, automation_id),
  UNIQUE (workspace_id, request_id)
);
CREATE INDEX automation_of_segment ON automation (workspace_id, segment_id) WHERE enabled;
