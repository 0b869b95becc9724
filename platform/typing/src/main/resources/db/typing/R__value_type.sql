-- Which type a named value has. Repeatable, because it comes to databases of any age.
CREATE TABLE IF NOT EXISTS value_type (
    workspace_id text        NOT NULL,
    -- Of what the value is one: the kind of thing that has attributes, or the name of an event.
    scope        text        NOT NULL,
    name         text        NOT NULL,
    -- `string`, `number`, `boolean`, `date-time`, `list`, `object`.
    type         text        NOT NULL,
    defined_at   timestamptz NOT NULL DEFAULT now(),
    -- When it was defined or last given another type: by it, other replicas find what is new.
    changed_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, scope, name)
);

CREATE INDEX IF NOT EXISTS value_type_news ON value_type (workspace_id, changed_at);
