-- How what comes with a key is taken.
ALTER TABLE api_key
  ADD COLUMN typing           text NOT NULL DEFAULT 'INFER',
  -- Lower case. From everywhere when empty.
  ADD COLUMN trusted_domains  text[] NOT NULL DEFAULT '{}',
  -- The installation's limit when 0.
  ADD COLUMN calls_per_second integer NOT NULL DEFAULT 0;

ALTER TABLE workspace ADD COLUMN disabled_at timestamptz;
