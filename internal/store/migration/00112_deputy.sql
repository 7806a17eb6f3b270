-- Who is a procedure's deputy, beside its life, so that what waits for somebody is found without reading all lives; empty for nobody.
-- +goose Up
ALTER TABLE life ADD COLUMN deputy TEXT NOT NULL DEFAULT '';
CREATE INDEX life_deputy ON life (workspace, deputy);
-- What is named most is counted from the index alone.
DROP INDEX mention_name;
CREATE INDEX mention_name ON mention (workspace, kind, name, procedure);
