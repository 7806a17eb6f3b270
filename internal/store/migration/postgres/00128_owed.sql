-- What a waiver let pass is to be looked at also when another revision is in force since: lists ask for it by the column.
-- +goose Up
UPDATE life SET due = CASE WHEN life.due > 0 AND life.due < owed.at THEN life.due ELSE owed.at END FROM (
	SELECT l.procedure, MIN(ROUND((EXTRACT(EPOCH FROM regexp_replace(w ->> 'due', '(\.\d{6})\d+', '\1')::timestamptz) * 1000000)::numeric)::bigint) AS at
	FROM life l, json_array_elements(COALESCE(l.body::json -> 'reviews', '[]'::json)) r, json_array_elements(COALESCE(r -> 'waivers', '[]'::json)) w
	WHERE l.body LIKE '%"waivers":%' AND l.body::json -> 'retired' IS NULL AND r ->> 'came' IS NOT NULL AND w ->> 'done' IS NULL
	GROUP BY l.procedure
) owed WHERE owed.procedure = life.procedure;
