-- What the worker does in one transaction each; runs with the worker's own rights.

-- Moves committed rows from the outbox to the queue, events to each subscriber. One at a time in the
-- house, so that jobs of one key keep their order. Gives the number of rows moved.
CREATE OR REPLACE FUNCTION jobs.relay(batch integer, at timestamptz) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  ids bigint[];
  r record;
BEGIN
  IF NOT pg_try_advisory_xact_lock(7412020) THEN
    RETURN 0;
  END IF;
  ids := ARRAY(SELECT o.id FROM jobs.outbox o ORDER BY o.id LIMIT batch);
  INSERT INTO jobs.queue (kind, payload, run_at, actor, enqueued_at)
  SELECT coalesce(s.kind, o.kind), o.payload, jobs.due(o.run_at, o.enqueued_at, relay.at), o.actor, least(o.enqueued_at, relay.at)
  FROM jobs.outbox o LEFT JOIN jobs.subscriptions s ON o.is_event AND s.event = o.kind
  WHERE o.id = ANY (ids) AND o.key IS NULL AND (s.kind IS NOT NULL OR NOT o.is_event)
  ORDER BY o.id;
  FOR r IN SELECT * FROM jobs.outbox o WHERE o.id = ANY (ids) AND o.key IS NOT NULL ORDER BY o.id LOOP
    INSERT INTO jobs.queue AS q (kind, payload, run_at, key, actor, enqueued_at)
    VALUES (r.kind, r.payload, jobs.due(r.run_at, r.enqueued_at, relay.at), r.key, r.actor, least(r.enqueued_at, relay.at))
    ON CONFLICT (key) WHERE state = 'waiting' AND key IS NOT NULL
    DO UPDATE SET payload = excluded.payload, run_at = excluded.run_at, actor = excluded.actor, enqueued_at = excluded.enqueued_at, attempts = 0, last_error = NULL
    WHERE r.replaces;
  END LOOP;
  DELETE FROM jobs.outbox o WHERE o.id = ANY (ids);
  RETURN coalesce(cardinality(ids), 0);
END $$;
GRANT EXECUTE ON FUNCTION jobs.relay(integer, timestamptz) TO callboard_worker;

-- A house whose clock was set back keeps a job's distance from when it was asked for.
CREATE OR REPLACE FUNCTION jobs.due(run_at timestamptz, enqueued_at timestamptz, at timestamptz) RETURNS timestamptz
LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN enqueued_at > at + interval '1 minute' THEN at + (run_at - enqueued_at) ELSE run_at END $$;
GRANT EXECUTE ON FUNCTION jobs.due(timestamptz, timestamptz, timestamptz) TO callboard_worker;

-- Queues what is regular and due. Ticks count periods since 1970; one that went back by more than one
-- means that the clock was set back.
CREATE OR REPLACE FUNCTION jobs.tick(kinds text[], ticks bigint[], at timestamptz) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  n integer;
BEGIN
  WITH due AS (
    INSERT INTO jobs.cron AS c (kind, tick) SELECT * FROM unnest(kinds, ticks)
    ON CONFLICT (kind) DO UPDATE SET tick = excluded.tick WHERE c.tick < excluded.tick OR c.tick > excluded.tick + 1
    RETURNING c.kind
  )
  INSERT INTO jobs.queue (kind, payload, run_at, actor, enqueued_at, is_cron)
  SELECT due.kind, 'null', tick.at, '{"login": "callboard_worker"}', tick.at, true FROM due
  -- The last one may still be waiting or at it.
  WHERE NOT EXISTS (SELECT 1 FROM jobs.queue q WHERE q.is_cron AND q.kind = due.kind AND q.state <> 'dead');
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n;
END $$;
GRANT EXECUTE ON FUNCTION jobs.tick(text[], bigint[], timestamptz) TO callboard_worker;

-- Gives back the jobs of workers that died: their sessions' locks are free. What a dying transaction
-- still holds is left for the next time. `me` is alive.
CREATE OR REPLACE FUNCTION jobs.take_over(me integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  number integer;
  total integer := 0;
BEGIN
  FOR number IN SELECT DISTINCT q.worker FROM jobs.queue q WHERE q.state = 'running' AND q.worker <> me LOOP
    IF pg_try_advisory_xact_lock(7412, number) THEN
      total := total + jobs.put_back(ARRAY(SELECT q.id FROM jobs.queue q WHERE q.worker = number AND q.state = 'running' FOR UPDATE SKIP LOCKED));
    END IF;
  END LOOP;
  RETURN total;
END $$;
GRANT EXECUTE ON FUNCTION jobs.take_over(integer) TO callboard_worker;

-- Back to waiting; a key that another waiting job took meanwhile is let go.
CREATE OR REPLACE FUNCTION jobs.put_back(ids bigint[]) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  job bigint;
BEGIN
  FOREACH job IN ARRAY ids LOOP
    BEGIN
      UPDATE jobs.queue q SET state = 'waiting', worker = NULL, lease = NULL WHERE q.id = job;
    EXCEPTION WHEN unique_violation THEN
      UPDATE jobs.queue q SET state = 'waiting', worker = NULL, lease = NULL, key = NULL WHERE q.id = job;
    END;
  END LOOP;
  RETURN cardinality(ids);
END $$;
GRANT EXECUTE ON FUNCTION jobs.put_back(bigint[]) TO callboard_worker;

-- Ends one run: 'done', 'retry' (at run_at), 'release' (as if it had not been begun) or 'dead'. False
-- when the lease had been lost: somebody else runs it now.
CREATE OR REPLACE FUNCTION jobs.settle(job bigint, lease uuid, outcome text, run_at timestamptz, error text, at timestamptz) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  r jobs.queue;
BEGIN
  SELECT * INTO r FROM jobs.queue q WHERE q.id = settle.job AND q.lease = settle.lease AND q.state = 'running' FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  IF outcome = 'done' OR (r.is_cron AND outcome <> 'release') THEN
    DELETE FROM jobs.queue q WHERE q.id = r.id;
    -- What is regular is tried again at its next tick; it only leaves a note.
    IF r.is_cron AND outcome <> 'done' THEN
      UPDATE jobs.cron c SET last_error = settle.error, failed_at = settle.at WHERE c.kind = r.kind;
    END IF;
  ELSIF outcome = 'dead' THEN
    UPDATE jobs.queue q SET state = 'dead', worker = NULL, lease = NULL, last_error = settle.error, died_at = settle.at WHERE q.id = r.id;
  ELSE
    UPDATE jobs.queue q SET
      attempts = CASE WHEN outcome = 'release' THEN q.attempts - 1 ELSE q.attempts END,
      run_at = coalesce(settle.run_at, q.run_at),
      last_error = coalesce(settle.error, q.last_error)
    WHERE q.id = r.id;
    PERFORM jobs.put_back(ARRAY[r.id]);
  END IF;
  RETURN true;
END $$;
GRANT EXECUTE ON FUNCTION jobs.settle(bigint, uuid, text, timestamptz, text, timestamptz) TO callboard_worker;
