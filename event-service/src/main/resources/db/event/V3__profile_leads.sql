-- The profile leads its indexes: to find a place in one, ids of 16 bytes are compared, which differ at
-- once, and not the same workspace's name over and over. The workspace follows: nobody's events are in
-- the way of another's, and by both the table can be spread over several machines as before.
SET LOCAL maintenance_work_mem = '256MB';

ALTER TABLE event DROP CONSTRAINT event_pkey;
ALTER TABLE event ADD PRIMARY KEY (profile_id, workspace_id, message_id);

-- One user's history. Events of the same moment are sorted when they are read: with their message ids
-- the index was twice as large.
DROP INDEX event_by_time;
CREATE INDEX event_by_time ON event (profile_id, occurred_at DESC);
