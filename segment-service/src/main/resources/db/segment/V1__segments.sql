-- What is known of each profile, as far as definitions can refer to it.
CREATE TABLE profile (
    workspace_id    text    NOT NULL,
    profile_id      uuid    NOT NULL,
    -- The highest one heard of from user-service; 0: not heard of yet, or no more.
    version         bigint  NOT NULL,
    -- Latest values by name, as FieldValueJson writes them.
    attributes      jsonb   NOT NULL,
    -- When each attribute, also one that was removed, was set: what decides which value is the latest.
    stamps          jsonb   NOT NULL,
    -- Where facts about this profile go since it was absorbed by another.
    merged_into     uuid,
    -- Facts about this profile are dropped.
    erased          boolean NOT NULL DEFAULT false,
    PRIMARY KEY (workspace_id, profile_id)
) WITH (fillfactor = 85);

CREATE INDEX profile_merged_into ON profile (workspace_id, merged_into) WHERE merged_into IS NOT NULL;

-- Events by name that some definition counts.
CREATE TABLE tracked_event (
    workspace_id text        NOT NULL,
    name         text        NOT NULL,
    event_id     integer     GENERATED ALWAYS AS IDENTITY UNIQUE,
    -- Names of the properties that are kept of each event, in order.
    properties   text[]      NOT NULL,
    -- Whether all history is here, with these properties.
    complete     boolean     NOT NULL DEFAULT false,
    -- When a definition last asked for it.
    needed_at    timestamptz NOT NULL,
    lease_owner  uuid,
    lease_until  timestamptz NOT NULL DEFAULT '-infinity',
    PRIMARY KEY (workspace_id, name)
);

-- Events of the tracked names, each with the tracked properties. The name comes before the profile:
-- a count over everyone reads one range, and so does the count of one profile.
CREATE TABLE event (
    workspace_id    text    NOT NULL,
    event_id        integer NOT NULL,
    profile_id      uuid    NOT NULL,
    -- Epoch milliseconds.
    occurred_millis bigint  NOT NULL,
    -- A hash of the message id: a repetition is the same row.
    message_key     uuid    NOT NULL,
    properties      jsonb,
    PRIMARY KEY (workspace_id, event_id, profile_id, occurred_millis, message_key)
);

CREATE TABLE segment (
    workspace_id text        NOT NULL,
    -- UUIDv7: in the order of creation.
    segment_id   uuid        NOT NULL,
    name         text        NOT NULL,
    -- tidings.segment.v1.Condition
    definition   bytea       NOT NULL,
    -- Grows with each change of the definition.
    generation   integer     NOT NULL,
    state        text        NOT NULL CHECK (state IN ('COMPUTING', 'LIVE', 'FAILED')),
    failure      text        NOT NULL DEFAULT '',
    request_id   text,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, segment_id),
    UNIQUE (workspace_id, name),
    UNIQUE (workspace_id, request_id)
);

-- Grows with each change of segments and tracked events: who remembers them knows when to read anew.
CREATE TABLE catalogue (
    single   boolean PRIMARY KEY DEFAULT true CHECK (single),
    revision bigint  NOT NULL
);

INSERT INTO catalogue (revision) VALUES (1);

-- How profiles stand to segments: members, those who were, and those whom time will make one.
CREATE TABLE membership (
    workspace_id   text    NOT NULL,
    segment_id     uuid    NOT NULL,
    profile_id     uuid    NOT NULL,
    member         boolean NOT NULL,
    -- Of the latest entry; 0: never entered.
    entry_number   bigint  NOT NULL,
    entered_millis bigint  NOT NULL,
    -- Epoch milliseconds before which the passing of time does not change `member`.
    due_millis     bigint,
    PRIMARY KEY (workspace_id, segment_id, profile_id)
);

CREATE INDEX membership_profile ON membership (workspace_id, profile_id);
CREATE INDEX membership_due ON membership (due_millis) WHERE due_millis IS NOT NULL;

-- Segments that are being computed over everyone.
CREATE TABLE computation (
    workspace_id text        NOT NULL,
    segment_id   uuid        NOT NULL,
    generation   integer     NOT NULL,
    -- Whether membership_change holds what the computation came to.
    staged       boolean     NOT NULL DEFAULT false,
    -- Up to which profile it is applied.
    applied_to   uuid,
    failures     integer     NOT NULL DEFAULT 0,
    lease_owner  uuid,
    lease_until  timestamptz NOT NULL DEFAULT '-infinity',
    PRIMARY KEY (workspace_id, segment_id)
);

-- What a computation came to and is still to be applied.
CREATE TABLE membership_change (
    workspace_id text    NOT NULL,
    segment_id   uuid    NOT NULL,
    profile_id   uuid    NOT NULL,
    member       boolean NOT NULL,
    due_millis   bigint,
    PRIMARY KEY (workspace_id, segment_id, profile_id)
);

-- Profiles that changed while a segment was computed: they are decided anew at the end of it.
CREATE TABLE touched_profile (
    workspace_id text NOT NULL,
    segment_id   uuid NOT NULL,
    profile_id   uuid NOT NULL,
    PRIMARY KEY (workspace_id, segment_id, profile_id)
);

-- Rows to be removed bit by bit: the membership of a deleted segment, the events of a name that
-- nobody counts any more.
CREATE TABLE removal (
    removal_id   bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id text    NOT NULL,
    segment_id   uuid,
    event_id     integer,
    CHECK (num_nonnulls(segment_id, event_id) = 1)
);
