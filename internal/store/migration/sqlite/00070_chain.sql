-- The trail becomes a chain (see sop/trail). The next step chains what is there, so nothing keeps it from being changed until then.
-- +goose Up
DROP TRIGGER event_kept_update;
ALTER TABLE event ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE event ADD COLUMN salt TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN seal TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN leaf TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN link TEXT NOT NULL DEFAULT '';
CREATE TABLE chain (
	workspace TEXT PRIMARY KEY,
	size BIGINT NOT NULL,
	-- the edge of the tree of all entries, and the last link
	edge TEXT NOT NULL,
	link TEXT NOT NULL
);
