-- By what a workspace checks which user a browser says it is.
CREATE TABLE claim_settings (
  workspace_id   text PRIMARY KEY REFERENCES workspace,
  proof_required boolean     NOT NULL,
  -- Sealed.
  signing_secret bytea,
  -- PEM.
  public_key     text,
  updated_at     timestamptz NOT NULL
);
