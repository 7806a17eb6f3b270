-- +goose Up
-- A subtitle file that was brought for a recording that comes next.
CREATE TABLE subtitle (
	id TEXT PRIMARY KEY,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	created BIGINT NOT NULL,
	-- 1 since a recording came with it
	claimed BIGINT NOT NULL
);
CREATE INDEX subtitle_claimed ON subtitle (claimed, created);
