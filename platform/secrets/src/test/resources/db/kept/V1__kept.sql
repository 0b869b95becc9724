CREATE TABLE kept (
    workspace_id text NOT NULL,
    id           uuid NOT NULL,
    value        bytea,
    PRIMARY KEY (workspace_id, id)
);
