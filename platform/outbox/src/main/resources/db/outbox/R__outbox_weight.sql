-- How many bytes an entry has with its facts unpacked. Repeatable, because it comes to databases of any age; null
-- in entries of before, which are not packed.
ALTER TABLE outbox ADD COLUMN IF NOT EXISTS weight integer;
