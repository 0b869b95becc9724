-- As in the other services, what belongs to one workspace by itself leads the indexes, without its name.
-- Only the sends of a whole workspace, newest first, and its lanes are looked for by that.
SET LOCAL maintenance_work_mem = '256MB';

DROP INDEX send_once_in_broadcast;
CREATE UNIQUE INDEX send_once_in_broadcast ON send (broadcast_id, profile_id)
  WHERE broadcast_id IS NOT NULL;
DROP INDEX send_once_per_entry;
CREATE UNIQUE INDEX send_once_per_entry ON send (automation_id, profile_id, entry_number)
  WHERE automation_id IS NOT NULL;
DROP INDEX send_of_profile;
CREATE INDEX send_of_profile ON send (profile_id, send_id) WHERE profile_id IS NOT NULL;
DROP INDEX send_of_user;
CREATE INDEX send_of_user ON send (user_digest, send_id) WHERE user_digest IS NOT NULL;
DROP INDEX send_awaiting_receipt;
CREATE INDEX send_awaiting_receipt ON send (provider_reference, provider, workspace_id)
  WHERE state = 'SENT';
