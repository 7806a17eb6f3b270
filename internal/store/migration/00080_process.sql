-- +goose Up
-- Processes that a workspace might document: what is said of each, in JSON.
CREATE TABLE process (
	id TEXT PRIMARY KEY,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	-- counts its changes
	version BIGINT NOT NULL,
	-- the procedure's that documents it; empty for none
	slug TEXT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX process_workspace ON process (workspace);

-- Each version of each process: what its score was worked out from at a time.
CREATE TABLE process_version (
	process TEXT NOT NULL REFERENCES process (id),
	version BIGINT NOT NULL,
	at BIGINT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (process, version)
);

-- How processes are ranked, each version.
CREATE TABLE formula (
	workspace TEXT NOT NULL REFERENCES workspace (id),
	version BIGINT NOT NULL,
	at BIGINT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (workspace, version)
);
