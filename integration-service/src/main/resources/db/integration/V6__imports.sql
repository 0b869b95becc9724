-- Files of users that were uploaded, and how far they were read.
CREATE TABLE user_import (
  workspace_id   text NOT NULL,
  -- UUIDv7: in the order of creation.
  id             uuid NOT NULL,
  -- As the upload was named, if it was: under the same one it goes on.
  request_id     text,
  -- Of the options it was begun with; a file that is read otherwise is another import.
  options_digest uuid NOT NULL,
  dry_run        boolean NOT NULL,
  state          text NOT NULL CHECK (state IN ('RUNNING', 'COMPLETED', 'FAILED')),
  failure        text NOT NULL DEFAULT '',
  delimiter      text NOT NULL DEFAULT '',
  encoding       text NOT NULL DEFAULT '',
  -- Rows done with, the header left out.
  created_rows   bigint NOT NULL DEFAULT 0,
  updated_rows   bigint NOT NULL DEFAULT 0,
  rejected_rows  bigint NOT NULL DEFAULT 0,
  -- Who reads it, and until when that is believed without a sign of life.
  reader         uuid NOT NULL,
  reader_until   timestamptz NOT NULL,
  -- Also what the times of its rows are counted from.
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, request_id)
);

-- What of a file was not taken.
CREATE TABLE import_defect (
  workspace_id  text NOT NULL,
  import_id     uuid NOT NULL,
  line          bigint NOT NULL,
  -- A row may have several cells that were not taken.
  number        bigint NOT NULL,
  column_name   text NOT NULL,
  -- Sealed: it quotes what was offered.
  reason        bytea NOT NULL,
  created_at    timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, import_id, line, number),
  FOREIGN KEY (workspace_id, import_id) REFERENCES user_import ON DELETE CASCADE
);

CREATE INDEX import_defect_created ON import_defect (created_at);
