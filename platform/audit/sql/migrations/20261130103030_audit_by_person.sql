-- What one person did, the latest first.
CREATE INDEX events_user ON audit.events (user_id, id) WHERE user_id IS NOT NULL;
