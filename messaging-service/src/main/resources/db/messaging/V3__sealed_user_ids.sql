-- The customer's id of a send's user may be an address. What was kept until now is sealed when the
-- service starts (ClearUserIds), and its column goes then.
ALTER TABLE send RENAME COLUMN user_id TO user_id_in_clear;
DROP INDEX send_of_user;
CREATE INDEX send_user_in_clear ON send (workspace_id, send_id) WHERE user_id_in_clear IS NOT NULL;

-- Sealed; null: not known, or forgotten.
ALTER TABLE send ADD COLUMN user_id bytea;
-- A keyed digest of it, by which sends are found.
ALTER TABLE send ADD COLUMN user_digest bytea;
CREATE INDEX send_of_user ON send (workspace_id, user_digest, send_id) WHERE user_digest IS NOT NULL;
