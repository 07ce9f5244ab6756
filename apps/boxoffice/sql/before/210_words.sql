-- How words are compared: the same for what is found and for what is asked.

-- Small letters without accents; letters that no decomposition takes apart are spelt as people without them type them.
CREATE OR REPLACE FUNCTION boxoffice.fold(raw text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT replace(replace(replace(replace(
    translate(lower(regexp_replace(normalize(coalesce(raw, ''), NFKD), '[\u0300-\u036f]', '', 'g')), 'øłđıħŧŋ', 'oldihtn'),
    'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')
$$;
GRANT EXECUTE ON FUNCTION boxoffice.fold(text) TO PUBLIC;

-- Han, kana and hangul stand without spaces between words: each run, in order.
CREATE OR REPLACE FUNCTION boxoffice.runs(folded text) RETURNS TABLE (run text, n bigint) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT m[1], n FROM regexp_matches(folded, '[\u2e80-\u2fdf\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+', 'g') WITH ORDINALITY AS r (m, n)
$$;
GRANT EXECUTE ON FUNCTION boxoffice.runs(text) TO PUBLIC;

-- Such runs as overlapping pairs, so that any part of a title of two signs or more is found by an index. A run of one sign stays itself.
CREATE OR REPLACE FUNCTION boxoffice.pairs(folded text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_agg(substr(run, at, 2), ' ' ORDER BY n, at), '') FROM boxoffice.runs(folded), generate_series(1, greatest(length(run) - 1, 1)) AS at
$$;
GRANT EXECUTE ON FUNCTION boxoffice.pairs(text) TO PUBLIC;

-- The words of scripts with spaces, with one space between them.
CREATE OR REPLACE FUNCTION boxoffice.spaced(folded text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(folded, '[^a-z0-9\u00df-\u1fff]+', ' ', 'g'))
$$;
GRANT EXECUTE ON FUNCTION boxoffice.spaced(text) TO PUBLIC;

-- A text as it is found: words as they are written, English ones also by their stem, and the pairs of scripts without spaces.
CREATE OR REPLACE FUNCTION boxoffice.words(raw text, weight "char") RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector('pg_catalog.simple', boxoffice.spaced(f)) || to_tsvector('pg_catalog.english', boxoffice.spaced(f))
                   || to_tsvector('pg_catalog.simple', boxoffice.pairs(f)), weight)
    FROM (SELECT boxoffice.fold(raw) AS f) folded
$$;
GRANT EXECUTE ON FUNCTION boxoffice.words(text, "char") TO PUBLIC;

-- Neighbours in a text written as one word, for names that some write in two: Sha Tin and Shatin.
CREATE OR REPLACE FUNCTION boxoffice.joined(raw text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('pg_catalog.simple', coalesce(string_agg(w || next, ' '), ''))
    FROM (SELECT w, lead(w) OVER (ORDER BY n) AS next FROM regexp_split_to_table(boxoffice.spaced(boxoffice.fold(raw)), ' ') WITH ORDINALITY AS t (w, n)) pairs
   WHERE next IS NOT NULL AND length(w || next) BETWEEN 4 AND 20
$$;
GRANT EXECUTE ON FUNCTION boxoffice.joined(text) TO PUBLIC;

-- What is asked, at most twelve words of its first 200 letters: the word, and the question it is. A written word
-- is asked as it begins or by its English stem; a run without spaces by all its pairs side by side. English words that are in
-- every text (the, of) are left out as long as there are others.
CREATE OR REPLACE FUNCTION boxoffice.asked(raw text) RETURNS TABLE (word text, question tsquery) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH folded AS (SELECT boxoffice.fold(left(raw, 200)) AS f),
  every AS (
    SELECT w AS word, 2 * n AS n, ts_lexize('pg_catalog.english_stem', w) AS stem
      FROM folded, regexp_split_to_table(boxoffice.spaced(f), ' ') WITH ORDINALITY AS written (w, n) WHERE w <> ''
    UNION ALL
    SELECT run, 2 * n + 1, NULL FROM folded, boxoffice.runs(f)
  ),
  meant AS (SELECT * FROM every WHERE stem IS NULL OR stem <> '{}' OR NOT EXISTS (SELECT 1 FROM every e WHERE e.stem IS NULL OR e.stem <> '{}') ORDER BY n LIMIT 12)
  SELECT word,
         CASE WHEN word ~ '^[a-z0-9\u00df-\u1fff]+$' THEN (word || ':*')::tsquery || CASE WHEN stem <> '{}' THEN plainto_tsquery('pg_catalog.simple', stem[1]) ELSE (word || ':*')::tsquery END
              WHEN length(word) = 1 THEN (word || ':*')::tsquery
              ELSE phraseto_tsquery('pg_catalog.simple', boxoffice.pairs(word)) END
    FROM meant ORDER BY n
$$;
GRANT EXECUTE ON FUNCTION boxoffice.asked(text) TO PUBLIC;

-- Questions that must all hold, and questions of which one has to. NULL when there is none.
CREATE OR REPLACE AGGREGATE boxoffice.all_of(tsquery) (SFUNC = tsquery_and, STYPE = tsquery);
CREATE OR REPLACE AGGREGATE boxoffice.any_of(tsquery) (SFUNC = tsquery_or, STYPE = tsquery);
GRANT EXECUTE ON FUNCTION boxoffice.all_of(tsquery), boxoffice.any_of(tsquery) TO PUBLIC;

-- How well an event fits, for the order of answers: its words by where they stand; and where some stand in its title, how much of
-- the title the question is. Events that only share a town stay in order of time.
CREATE OR REPLACE FUNCTION boxoffice.fit(words tsvector, title text, folded text, question tsquery) RETURNS real LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ts_rank('{0.05, 0.15, 0.4, 1.0}', words, question)
         + CASE WHEN ts_filter(words, '{a}') @@ question
             THEN 2 * word_similarity(folded, title) + 0.5 * similarity(folded, title) + CASE WHEN strpos(title, folded) > 0 THEN 1 ELSE 0 END
             ELSE 0 END
$$;
GRANT EXECUTE ON FUNCTION boxoffice.fit(tsvector, text, text, tsquery) TO PUBLIC;

-- The days that a word means, seen from one. Both NULL for a word that means none.
CREATE OR REPLACE FUNCTION boxoffice.first_day(span text, today date) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE span WHEN 'today' THEN today WHEN 'week' THEN today WHEN 'month' THEN today WHEN 'tomorrow' THEN today + 1
                   WHEN 'weekend' THEN greatest(today, today + 6 - extract(isodow FROM today)::integer) END
$$;
GRANT EXECUTE ON FUNCTION boxoffice.first_day(text, date) TO PUBLIC;
CREATE OR REPLACE FUNCTION boxoffice.last_day(span text, today date) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE span WHEN 'today' THEN today WHEN 'week' THEN today + 6 WHEN 'month' THEN today + 29 WHEN 'tomorrow' THEN today + 1
                   WHEN 'weekend' THEN today + 7 - extract(isodow FROM today)::integer END
$$;
GRANT EXECUTE ON FUNCTION boxoffice.last_day(text, date) TO PUBLIC;
