-- An entry is counted for the profile that entered. Its send may be another's since: that of the profile
-- into which it was merged, whose own entries are counted beside it. Null: the send's profile entered.
ALTER TABLE send ADD COLUMN entered_as uuid;

SET LOCAL maintenance_work_mem = '256MB';
DROP INDEX send_once_per_entry;
CREATE UNIQUE INDEX send_once_per_entry
  ON send (automation_id, coalesce(entered_as, profile_id), entry_number)
  WHERE automation_id IS NOT NULL;
