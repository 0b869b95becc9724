-- Kinds of messages that users want or do not want.
CREATE TABLE category (
    workspace_id text        NOT NULL,
    -- UUIDv7: the order of ids is the order of creation.
    id           uuid        NOT NULL,
    identifier   text        NOT NULL,
    name         text        NOT NULL,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, identifier)
);

-- What users said. Where there is no row, the channel is enabled.
CREATE TABLE preference (
    workspace_id text        NOT NULL,
    profile_id   uuid        NOT NULL,
    category_id  uuid        NOT NULL,
    channel      text        NOT NULL,
    enabled      boolean     NOT NULL,
    told_at      timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, profile_id, category_id, channel),
    FOREIGN KEY (workspace_id, category_id) REFERENCES category ON DELETE CASCADE
);

CREATE INDEX preference_of_category ON preference (workspace_id, category_id);

-- What users subscribe to.
CREATE TABLE topic (
    workspace_id text        NOT NULL,
    id           uuid        NOT NULL,
    identifier   text        NOT NULL,
    name         text        NOT NULL,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, identifier)
);

CREATE TABLE subscription (
    workspace_id  text        NOT NULL,
    profile_id    uuid        NOT NULL,
    topic_id      uuid        NOT NULL,
    -- On which channels; none: on all.
    channels      text[]      NOT NULL,
    subscribed_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, profile_id, topic_id),
    FOREIGN KEY (workspace_id, topic_id) REFERENCES topic ON DELETE CASCADE
);

CREATE INDEX subscription_of_topic ON subscription (workspace_id, topic_id, profile_id);
