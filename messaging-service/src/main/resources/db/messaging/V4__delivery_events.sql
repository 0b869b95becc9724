-- What a reader did with a message, as far as whoever carried it tells.
ALTER TABLE send ADD COLUMN opened_at timestamptz;
ALTER TABLE send ADD COLUMN clicked_at timestamptz;

-- Who carries a message need not be who was given it; then the id that the message carries names the
-- send, and provider and reference are null.
ALTER TABLE receipt ADD COLUMN send_id uuid;
ALTER TABLE receipt ALTER COLUMN provider DROP NOT NULL;
ALTER TABLE receipt ALTER COLUMN provider_reference DROP NOT NULL;
CREATE INDEX receipt_send ON receipt (workspace_id, send_id) WHERE send_id IS NOT NULL;
