-- Identifiers of users who were erased, by their keyed digests: what happened before that and is told
-- later is not taken.
CREATE TABLE erased_key (
    workspace_id text        NOT NULL,
    type         text        NOT NULL,
    digest       bytea       NOT NULL,
    erased_at    timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, type, digest)
);

-- Whom a profile has absorbed.
CREATE INDEX merged_profile_into ON merged_profile (workspace_id, profile_id);
