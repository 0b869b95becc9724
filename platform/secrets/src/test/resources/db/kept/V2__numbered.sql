CREATE TABLE numbered (
    workspace_id text   NOT NULL,
    position     bigint NOT NULL,
    value        bytea,
    PRIMARY KEY (workspace_id, position)
);
