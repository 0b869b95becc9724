-- Of which users may want nothing; null: of none.
ALTER TABLE send ADD COLUMN category text;
ALTER TABLE broadcast ADD COLUMN category text;

-- Whether somebody else was sent what an erased user was. What broadcasts and automations say is kept
-- for their own sake.
CREATE INDEX send_of_content ON send (workspace_id, content_id)
  WHERE broadcast_id IS NULL AND automation_id IS NULL;
CREATE INDEX send_of_data ON send (workspace_id, data_id)
  WHERE data_id IS NOT NULL AND broadcast_id IS NULL AND automation_id IS NULL;
