-- Ids that belong to one workspace by themselves lead the indexes, without its name: to find a place in
-- one, it was compared over and over, and was a third of their size.
SET LOCAL maintenance_work_mem = '256MB';

ALTER TABLE event DROP CONSTRAINT event_pkey;
ALTER TABLE event ADD PRIMARY KEY (event_id, profile_id, occurred_millis, message_key);

ALTER TABLE membership DROP CONSTRAINT membership_pkey;
ALTER TABLE membership ADD PRIMARY KEY (segment_id, profile_id);
DROP INDEX membership_profile;
CREATE INDEX membership_profile ON membership (profile_id);

ALTER TABLE membership_change DROP CONSTRAINT membership_change_pkey;
ALTER TABLE membership_change ADD PRIMARY KEY (segment_id, profile_id);

ALTER TABLE touched_profile DROP CONSTRAINT touched_profile_pkey;
ALTER TABLE touched_profile ADD PRIMARY KEY (segment_id, profile_id);
