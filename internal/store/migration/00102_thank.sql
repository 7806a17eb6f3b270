-- +goose Up
-- Notes of thanks, in JSON: one of each giver to each receiver for one contribution.
CREATE TABLE thank (
	id TEXT PRIMARY KEY,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	giver TEXT NOT NULL,
	receiver TEXT NOT NULL,
	contribution TEXT NOT NULL,
	at BIGINT NOT NULL,
	body TEXT NOT NULL,
	UNIQUE (workspace, contribution, giver, receiver)
);
CREATE INDEX thank_workspace ON thank (workspace, at);
