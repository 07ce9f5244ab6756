-- What support did in somebody's name, for that person.
CREATE INDEX events_impersonated ON audit.events (user_id, at DESC) WHERE impersonator_id IS NOT NULL;
