CREATE TABLE company (
    workspace_id text        NOT NULL,
    -- UUIDv7: the order of ids is the order of creation.
    id           uuid        NOT NULL,
    -- Of the customer's id of the company: by it the company is found.
    digest       bytea       NOT NULL,
    -- Sealed JSON:
    -- {"group_id": the customer's id,
    --  "attributes": {name: {"at": nanoseconds since 1970, "value": {kind: value}}}, as of a profile}
    document     bytea       NOT NULL,
    version      bigint      NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, digest)
) WITH (
    fillfactor = 80
);

ALTER TABLE company ALTER COLUMN document SET STORAGE EXTERNAL;

-- Who belongs, or belonged, to which company. One that ended stays, with its time: an older call that
-- arrives late does not bring it back.
CREATE TABLE membership (
    workspace_id text        NOT NULL,
    profile_id   uuid        NOT NULL,
    company_id   uuid        NOT NULL,
    member       boolean     NOT NULL,
    -- When that was told, by the time by which the latest wins.
    member_at    timestamptz NOT NULL,
    -- Empty where nobody said.
    role         text        NOT NULL,
    role_at      timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, profile_id, company_id)
);

CREATE INDEX membership_of_company ON membership (workspace_id, company_id, profile_id) WHERE member;

-- Which companies have memberships that ended, for when a company is removed.
CREATE INDEX membership_ended ON membership (workspace_id, company_id) WHERE NOT member;
