CREATE TABLE profile (
    workspace_id text        NOT NULL,
    -- UUIDv7: the order of ids is the order of creation.
    id           uuid        NOT NULL,
    -- Null while anonymous; once set, never changed.
    user_id      text,
    -- [[type, value], …] in the order in which they came, user_id not among them.
    identifiers  jsonb       NOT NULL,
    -- {name: {"at": nanoseconds since 1970, "value": {kind: value}}}; {} is a removed attribute's value.
    attributes   jsonb       NOT NULL,
    -- [{token, platform, seen}], at most 5, the most recently seen first.
    devices      jsonb       NOT NULL,
    version      bigint      NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id)
) WITH (
    -- Room in each page for the next version of its rows: an update then touches no index.
    fillfactor = 80
);

-- Who owns which identifier: what makes identifiers unique. A device's token is here by its digest.
CREATE TABLE identifier (
    workspace_id text NOT NULL,
    type         text NOT NULL,
    value        text NOT NULL,
    profile_id   uuid NOT NULL,
    PRIMARY KEY (workspace_id, type, value)
);

-- Profiles that turned out to be part of another one. Their ids keep leading there.
CREATE TABLE merged_profile (
    workspace_id text        NOT NULL,
    id           uuid        NOT NULL,
    profile_id   uuid        NOT NULL,
    merged_at    timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id)
);

-- Messages whose page views were counted within the last day.
CREATE TABLE counted_message (
    workspace_id text        NOT NULL,
    message_id   text        NOT NULL,
    counted_at   timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, message_id)
);

CREATE INDEX counted_message_age ON counted_message (counted_at);
