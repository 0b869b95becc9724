-- Whose data this service was told to forget, and how much it removed. Only ids that nobody is known by
-- any more. Repeatable, because it comes to databases of any age.
CREATE TABLE IF NOT EXISTS erasure (
    workspace_id text        NOT NULL,
    profile_id   uuid        NOT NULL,
    erasure_id   uuid        NOT NULL,
    what         text        NOT NULL,
    removed      bigint      NOT NULL,
    applied_at   timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, profile_id, erasure_id, what)
);

CREATE INDEX IF NOT EXISTS erasure_report ON erasure (workspace_id, erasure_id);
