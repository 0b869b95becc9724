-- What an identifier is found by leads the index: digests differ at once, workspaces and types do not.
SET LOCAL maintenance_work_mem = '256MB';

ALTER TABLE identifier DROP CONSTRAINT identifier_pkey;
ALTER TABLE identifier ADD PRIMARY KEY (digest, type, workspace_id);
