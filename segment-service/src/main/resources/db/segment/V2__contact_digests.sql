-- E-mail addresses and phone numbers are in profile.attributes by their keyed digests from here on. The
-- service, which has the key, replaces those of these profiles at its next start.
CREATE TABLE profile_with_clear_contacts (
    workspace_id text NOT NULL,
    profile_id   uuid NOT NULL,
    PRIMARY KEY (workspace_id, profile_id)
);

INSERT INTO profile_with_clear_contacts
SELECT workspace_id, profile_id FROM profile WHERE attributes -> 'email' IS NOT NULL OR attributes -> 'number' IS NOT NULL;

COMMENT ON COLUMN segment.definition IS 'a tidings.segment.v1.Condition, sealed';
