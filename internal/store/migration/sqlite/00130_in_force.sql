-- +goose Up
-- Which revision of a procedure is in force, beside its title; 0 for none.
ALTER TABLE procedure ADD COLUMN in_force BIGINT NOT NULL DEFAULT 0;
UPDATE procedure SET in_force = COALESCE((SELECT MAX(CAST(json_extract(r.value, '$.number') AS INTEGER)) FROM life l, json_each(l.body, '$.reviews') r
	WHERE l.procedure = procedure.id AND json_extract(r.value, '$.state') = 'effective'), 0) WHERE id IN (SELECT procedure FROM life WHERE body LIKE '%"effective"%');
-- Those that are listed and found by a later revision than that: they are put right little by little.
CREATE TABLE relist (
	procedure TEXT PRIMARY KEY
);
INSERT INTO relist (procedure) SELECT id FROM procedure WHERE in_force > 0 AND in_force <> latest;
