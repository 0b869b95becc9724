-- The service's data keys, wrapped with the installation's encryption key. Repeatable, because it comes
-- to databases of any age.
CREATE TABLE IF NOT EXISTS encryption_keyset (
    -- `seal` or `fingerprint`.
    purpose    text        PRIMARY KEY,
    -- A Tink keyset, wrapped.
    wrapped    bytea       NOT NULL,
    -- Which encryption key wrapped it.
    wrapped_by text        NOT NULL,
    -- When its newest key was made.
    rotated_at timestamptz NOT NULL,
    -- Whether all that is sealed is sealed with its newest key.
    complete   boolean     NOT NULL
);
