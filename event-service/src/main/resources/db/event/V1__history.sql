-- Everything that users ever did. The keys lead with workspace and profile, by which the table can be
-- spread over several machines.
CREATE TABLE event (
  workspace_id text           NOT NULL,
  profile_id   uuid           NOT NULL,
  -- The caller's id of the call: what makes a repetition count once. A repetition resolves to the same
  -- profile, or to the one that this profile was merged into, so the profile may be part of the key.
  message_id   text           NOT NULL,
  name         text           NOT NULL,
  occurred_at  timestamptz(3) NOT NULL,
  received_at  timestamptz(3) NOT NULL,
  -- A tidings.value.v1.ValueObject: every kind of value exactly as it came, read back without parsing
  -- text. No question to history looks into it; segments ask their own projection.
  properties   bytea          NOT NULL,
  PRIMARY KEY (workspace_id, profile_id, message_id)
);

-- One user's history, the newest first.
CREATE INDEX event_by_time ON event (workspace_id, profile_id, occurred_at DESC, message_id DESC);

-- What happened within a time, and of which name: counts, the newest of all, and the history that a new
-- segment needs. Time before name, so that what comes in goes to one end of it.
CREATE INDEX event_by_moment ON event (workspace_id, occurred_at DESC, name);

-- Profiles that are no more. Events that still arrive for one go to its successor, or nowhere when it
-- was erased.
CREATE TABLE departed_profile (
  workspace_id text NOT NULL,
  profile_id   uuid NOT NULL,
  successor_id uuid,
  PRIMARY KEY (workspace_id, profile_id)
);
