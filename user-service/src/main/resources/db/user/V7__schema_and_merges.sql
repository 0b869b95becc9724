-- Attributes that were given another type, while the values that are held wait to be converted.
CREATE TABLE attribute_conversion (
    workspace_id text        NOT NULL,
    -- `USER` or `COMPANY`.
    subject      text        NOT NULL,
    name         text        NOT NULL,
    type         text        NOT NULL,
    -- When every replica goes by the new type.
    due_at       timestamptz NOT NULL,
    -- The last holder whose value was converted.
    done_to      uuid,
    PRIMARY KEY (workspace_id, subject, name)
);

-- A key of type `user_id` that is not its owner's own: an alias joined it.
ALTER TABLE identifier ADD COLUMN former boolean NOT NULL DEFAULT false;

-- All that lead to one profile.
CREATE INDEX merged_profile_heir ON merged_profile (workspace_id, profile_id);

-- Which profiles turned out to be one, and why.
CREATE TABLE profile_merge (
    workspace_id     text        NOT NULL,
    -- UUIDv7: the order of ids is the order of merges.
    id               uuid        NOT NULL,
    absorbed_id      uuid        NOT NULL,
    -- Of which it became part then.
    profile_id       uuid        NOT NULL,
    merged_at        timestamptz NOT NULL,
    -- `ANONYMOUS_ID` or `ALIAS`.
    cause            text        NOT NULL,
    -- The identifier by which it was found. Its value lies sealed.
    identifier_type  text        NOT NULL,
    identifier_value bytea       NOT NULL,
    PRIMARY KEY (workspace_id, id),
    -- When a person is forgotten, the ids that led to them are, and with them how they came to.
    FOREIGN KEY (workspace_id, absorbed_id) REFERENCES merged_profile (workspace_id, id)
        ON DELETE CASCADE
);

CREATE UNIQUE INDEX profile_merge_absorbed ON profile_merge (workspace_id, absorbed_id);
