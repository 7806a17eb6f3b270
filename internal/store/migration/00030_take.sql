-- +goose Up
-- Pictures that people ask for, until a worker has made them.
CREATE TABLE take (
	id TEXT NOT NULL PRIMARY KEY,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	procedure TEXT NOT NULL REFERENCES procedure (id),
	author TEXT NOT NULL,
	state TEXT NOT NULL,
	-- what it is to show, in JSON
	shooting TEXT NOT NULL,
	-- the figure that came of it and why nothing did, in JSON; empty otherwise
	made TEXT NOT NULL,
	fault TEXT NOT NULL,
	created BIGINT NOT NULL
);
CREATE INDEX take_created ON take (created);
