-- +goose Up
-- Links by which somebody without an account says what they think of a process, with what they said, in JSON.
CREATE TABLE rating (
	id TEXT PRIMARY KEY,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	process TEXT NOT NULL REFERENCES process (id),
	-- the hash of the link's secret
	hash TEXT NOT NULL UNIQUE,
	made BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX rating_process ON rating (process, made);
