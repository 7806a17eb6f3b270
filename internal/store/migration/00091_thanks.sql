-- +goose Up
-- Who doesn't want to be shown among those who helped; an empty account stands for the whole workspace.
CREATE TABLE unthanked (
	workspace TEXT NOT NULL REFERENCES workspace (id),
	account TEXT NOT NULL,
	PRIMARY KEY (workspace, account)
);
