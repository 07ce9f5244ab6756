CREATE SCHEMA IF NOT EXISTS http;
-- One request of one caller; the answer is what a repetition gets.
CREATE TABLE http.idempotency_keys (
  owner text NOT NULL,
  route text NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 8 AND 200),
  request_digest bytea NOT NULL,
  answer jsonb,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (owner, route, key)
);
CREATE INDEX idempotency_keys_created_at ON http.idempotency_keys (created_at);
COMMENT ON TABLE http.idempotency_keys IS 'owner: platform-http. Answers kept for callers whose first answer was lost; removed after a day.';
