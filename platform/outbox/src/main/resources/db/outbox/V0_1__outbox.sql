-- Facts that are committed and not yet confirmed by the broker.
CREATE TABLE outbox (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry_id    uuid        NOT NULL,
    partition   smallint    NOT NULL,
    -- tidings.outbox.v1.Entry
    entry       bytea       NOT NULL,
    appended_at timestamptz NOT NULL DEFAULT now()
) WITH (
    -- Rows live for milliseconds: what counts is how many died since, not which share of the table.
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_insert_threshold = -1,
    autovacuum_analyze_scale_factor = 0,
    autovacuum_analyze_threshold = 1000000
);

-- Compressing what is deleted a moment later costs more than it saves.
ALTER TABLE outbox ALTER COLUMN entry SET STORAGE EXTERNAL;

-- Entries that a consumer group of this service has applied, or that are known to it for seven days.
CREATE TABLE inbox (
    -- A UUIDv7: the key is in the order of time, so inserts touch its end and purging its beginning.
    entry_id       uuid        NOT NULL,
    consumer_group text        NOT NULL,
    consumed_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (entry_id, consumer_group)
);
