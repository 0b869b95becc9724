-- A claim is one row that names its sends. It was written into each of them, and into four indexes for
-- each: as dear as all that is recorded once a send has ended.
CREATE TABLE claim (
  claim_id     uuid        NOT NULL,
  workspace_id text        NOT NULL,
  channel      text        NOT NULL,
  bulk         boolean     NOT NULL,
  send_ids     uuid[]      NOT NULL, -- those of which nothing is on file yet
  leased_until timestamptz NOT NULL, -- from then on others may take them over
  PRIMARY KEY (claim_id)
) WITH (fillfactor = 50);

CREATE INDEX claim_lane ON claim (workspace_id, channel, bulk);

INSERT INTO claim (claim_id, workspace_id, channel, bulk, send_ids, leased_until)
SELECT lease_id, workspace_id, channel, bulk, array_agg(send_id), max(due_at)
  FROM send
 WHERE due_at IS NOT NULL AND lease_id IS NOT NULL
 GROUP BY lease_id, workspace_id, channel, bulk;

UPDATE send
   SET due_at = updated_at, lease_id = NULL
 WHERE due_at IS NOT NULL AND lease_id IS NOT NULL;

-- Of a send in doubt: the claim whose answer, should it come yet, resolves that. Nobody who takes the
-- column for a lease finds it, as a replica of the version before would, for which all is free.
ALTER TABLE send RENAME COLUMN lease_id TO doubted_claim_id;
