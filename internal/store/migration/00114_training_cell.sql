-- +goose Up
-- Where everybody is with each procedure, kept beside what it is made of so that it can be counted; due and until are 0 for none. What changes puts its procedure among the stale ones, by
-- triggers: nobody has to think of it.
CREATE TABLE training_cell (
	procedure TEXT NOT NULL,
	account TEXT NOT NULL,
	workspace TEXT NOT NULL,
	able BIGINT NOT NULL,
	refresh BIGINT NOT NULL,
	until BIGINT NOT NULL,
	due BIGINT NOT NULL,
	PRIMARY KEY (procedure, account)
);
CREATE INDEX training_cell_counted ON training_cell (workspace, account, able, refresh, until, due);
CREATE INDEX training_cell_until ON training_cell (until);
CREATE TABLE training_stale (
	procedure TEXT PRIMARY KEY,
	workspace TEXT NOT NULL,
	-- counts how often it was said
	times BIGINT NOT NULL
);
CREATE INDEX training_stale_workspace ON training_stale (workspace);
INSERT INTO training_stale (procedure, workspace, times) SELECT procedure, workspace, 1 FROM training UNION SELECT procedure, workspace, 1 FROM training_task;
-- By procedure within a workspace: otherwise a page of the matrix reads the whole workspace.
CREATE INDEX training_of ON training (workspace, procedure, account);
CREATE INDEX training_task_of ON training_task (workspace, procedure);
