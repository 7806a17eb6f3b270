-- +goose Up
-- What authors write down before a recording, in JSON.
CREATE TABLE brief (
	id TEXT PRIMARY KEY,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	-- the process that it belongs to; empty for none
	process TEXT NOT NULL,
	at BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX brief_workspace ON brief (workspace, at);
