-- What a waiver let pass is to be looked at also when another revision is in force since: lists ask for it by the column.
-- +goose Up
UPDATE life SET due = CASE WHEN life.due > 0 AND life.due < owed.at THEN life.due ELSE owed.at END FROM (
	SELECT t.procedure, MIN(CAST(strftime('%s', substr(t.due, 1, 19) || t.zone) AS INTEGER) * 1000000
		+ CASE WHEN substr(t.due, 20, 1) = '.' THEN CAST(substr(substr(t.due, 21, length(t.due) - 20 - length(t.zone)) || '000000', 1, 6) AS INTEGER) ELSE 0 END) AS at
	FROM (
		SELECT l.procedure AS procedure, json_extract(w.value, '$.due') AS due, CASE WHEN json_extract(w.value, '$.due') LIKE '%Z' THEN 'Z' ELSE substr(json_extract(w.value, '$.due'), -6) END AS zone
		FROM life l, json_each(l.body, '$.reviews') r, json_each(r.value, '$.waivers') w
		WHERE l.body LIKE '%"waivers":%' AND json_extract(l.body, '$.retired') IS NULL AND json_extract(r.value, '$.came') IS NOT NULL AND json_extract(w.value, '$.done') IS NULL
	) t GROUP BY t.procedure
) owed WHERE owed.procedure = life.procedure;
