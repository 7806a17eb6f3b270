-- +goose Up
-- The last check of a workspace's audit trail, in JSON.
CREATE TABLE trail_check (
	workspace TEXT PRIMARY KEY,
	at BIGINT NOT NULL,
	body TEXT NOT NULL
);

-- After how long what is deleted, by workspace, in JSON.
CREATE TABLE retention (
	workspace TEXT PRIMARY KEY REFERENCES workspace (id),
	body TEXT NOT NULL
);

-- Legal holds: nothing of a procedure, or of a workspace, is deleted.
CREATE TABLE hold (
	id TEXT PRIMARY KEY,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	-- empty for the whole workspace
	procedure TEXT NOT NULL,
	reason TEXT NOT NULL,
	holder TEXT NOT NULL,
	created BIGINT NOT NULL,
	-- 0 while it holds
	ended BIGINT NOT NULL,
	ended_by TEXT NOT NULL
);
CREATE INDEX hold_workspace ON hold (workspace, ended);

-- When a recording's bytes were deleted; 0 while they are there.
ALTER TABLE holding ADD COLUMN expired BIGINT NOT NULL DEFAULT 0;
