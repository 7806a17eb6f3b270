-- +goose Up
-- What was told of processes that had no SOP in force then. It hangs on the process alone: the procedure that the process leads to reads it here, so nothing is copied.
CREATE TABLE process_observation (
	workspace TEXT NOT NULL REFERENCES workspace (id),
	measure TEXT NOT NULL,
	id TEXT NOT NULL,
	process TEXT NOT NULL REFERENCES process (id),
	-- when it ended, and how long it took, in microseconds
	at BIGINT NOT NULL,
	took BIGINT NOT NULL,
	failed BIGINT NOT NULL,
	unit TEXT NOT NULL,
	cause TEXT NOT NULL,
	stored BIGINT NOT NULL,
	-- when it was left out, 0 for never, and why
	excluded BIGINT NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (workspace, measure, id)
);
CREATE INDEX process_observation_process ON process_observation (process, measure, at);
CREATE INDEX process_slug ON process (workspace, slug);

-- How many there are of a process, without those left out; a measure '' stands for all of them.
CREATE TABLE process_sum (
	workspace TEXT NOT NULL REFERENCES workspace (id),
	measure TEXT NOT NULL,
	process TEXT NOT NULL REFERENCES process (id),
	n BIGINT NOT NULL,
	failed BIGINT NOT NULL,
	PRIMARY KEY (workspace, measure, process)
);
CREATE INDEX process_sum_n ON process_sum (workspace, measure, n DESC, process);
CREATE INDEX process_sum_process ON process_sum (process, measure);

-- The process under whose name it was told; empty when it was told of the procedure.
ALTER TABLE observation ADD COLUMN process TEXT NOT NULL DEFAULT '';
