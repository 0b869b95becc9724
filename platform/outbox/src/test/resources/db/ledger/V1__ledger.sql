-- What the consumers of the tests have applied.
CREATE TABLE ledger (
    position   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    profile_id uuid NOT NULL,
    text       text NOT NULL
);
