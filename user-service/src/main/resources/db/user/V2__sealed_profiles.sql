-- Contact data is sealed from here on. What was written in clear waits under another name until the
-- service, which has the keys, seals it at its next start.
ALTER TABLE profile RENAME TO profile_in_clear;
ALTER INDEX profile_pkey RENAME TO profile_in_clear_pkey;
ALTER TABLE identifier RENAME TO identifier_in_clear;
ALTER INDEX identifier_pkey RENAME TO identifier_in_clear_pkey;

CREATE TABLE profile (
    workspace_id text        NOT NULL,
    -- UUIDv7: the order of ids is the order of creation.
    id           uuid        NOT NULL,
    -- Sealed. Null while anonymous; once set, never changed. By itself, so that who owns a key is told
    -- without opening the document.
    user_id      bytea,
    -- Sealed JSON:
    -- {"identifiers": [[type, value], …] in the order in which they came, user_id not among them,
    --  "attributes": {name: {"at": nanoseconds since 1970, "value": {kind: value}}}, {} is a removed
    --   attribute's value,
    --  "devices": [{token, platform, seen}], at most 5, the most recently seen first}
    document     bytea       NOT NULL,
    version      bigint      NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id)
) WITH (
    -- Room in each page for the next version of its rows: an update then touches no index.
    fillfactor = 80
);

-- What is sealed does not shrink.
ALTER TABLE profile ALTER COLUMN document SET STORAGE EXTERNAL;

-- Who owns which identifier: what makes identifiers unique. Each is here by its keyed digest: it can be
-- looked up by who has it, and read by nobody.
CREATE TABLE identifier (
    workspace_id text  NOT NULL,
    type         text  NOT NULL,
    digest       bytea NOT NULL,
    profile_id   uuid  NOT NULL,
    PRIMARY KEY (workspace_id, type, digest)
);
