CREATE SCHEMA jobs;
GRANT USAGE ON SCHEMA jobs TO anon, authenticated, service_role, callboard_definer, callboard_worker, callboard_claims, callboard_sales, callboard_vault;

-- Written in the caller's transaction, without locks anybody else could wait for.
CREATE TABLE jobs.outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind ~ '^[a-z0-9_]+(\.[a-z0-9_]+)+$' AND length(kind) <= 100),
  -- A domain event goes to whoever subscribed, anything else to the handler of its kind.
  is_event boolean NOT NULL,
  payload jsonb NOT NULL CHECK (octet_length(payload::text) <= 65536),
  run_at timestamptz NOT NULL,
  -- Prefixed by kind and actor: nobody reaches another's job.
  key text CHECK (length(key) <= 400),
  -- What happens to a waiting job of the same key: replaced or left.
  replaces boolean NOT NULL,
  -- Login, role and identity as the session really is.
  actor jsonb NOT NULL,
  enqueued_at timestamptz NOT NULL
);
COMMENT ON TABLE jobs.outbox IS 'owner: platform-jobs. What must happen later, as committed with what caused it.';

CREATE TABLE jobs.queue (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL,
  payload jsonb NOT NULL,
  run_at timestamptz NOT NULL,
  key text,
  actor jsonb NOT NULL,
  enqueued_at timestamptz NOT NULL,
  is_cron boolean NOT NULL DEFAULT false,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'dead')),
  attempts integer NOT NULL DEFAULT 0,
  -- The running worker's number, whose advisory lock (7412, number) says that it lives.
  worker integer,
  -- Known to nobody but the worker: proves that an effect belongs to this very run.
  lease uuid,
  last_error text,
  died_at timestamptz,
  CHECK ((state = 'running') = (worker IS NOT NULL AND lease IS NOT NULL)),
  CHECK ((state = 'dead') = (died_at IS NOT NULL))
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
COMMENT ON TABLE jobs.queue IS 'owner: platform-jobs. Jobs waiting, running and dead; done ones leave no row.';
CREATE UNIQUE INDEX queue_key ON jobs.queue (key) WHERE state = 'waiting' AND key IS NOT NULL;
CREATE INDEX queue_due ON jobs.queue (run_at, id) WHERE state = 'waiting';
CREATE INDEX queue_running ON jobs.queue (worker) WHERE state = 'running';
CREATE INDEX queue_dead ON jobs.queue (died_at) WHERE state = 'dead';
CREATE INDEX queue_cron ON jobs.queue (kind) WHERE is_cron;

CREATE TABLE jobs.done (
  job_id bigint NOT NULL REFERENCES jobs.queue ON DELETE CASCADE,
  step text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (job_id, step)
);
COMMENT ON TABLE jobs.done IS 'owner: platform-jobs. Effects that have happened, written in their own transaction, so that a second run leaves them.';

CREATE TABLE jobs.subscriptions (
  event text NOT NULL,
  kind text NOT NULL,
  PRIMARY KEY (event, kind)
);
COMMENT ON TABLE jobs.subscriptions IS 'owner: platform-jobs. Which kind of job a domain event becomes.';

CREATE TABLE jobs.cron (
  kind text PRIMARY KEY,
  tick bigint NOT NULL,
  last_error text,
  failed_at timestamptz
);
COMMENT ON TABLE jobs.cron IS 'owner: platform-jobs. The last tick of what happens regularly.';

CREATE SEQUENCE jobs.worker_numbers AS integer CYCLE;
GRANT USAGE ON SEQUENCE jobs.worker_numbers TO callboard_worker;
