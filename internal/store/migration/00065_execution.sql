-- +goose Up
-- Procedures that are carried out: what each is pinned to, and what its events come to, in JSON beside the columns by which lists are asked for.
CREATE TABLE execution (
	id TEXT PRIMARY KEY,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	procedure TEXT NOT NULL REFERENCES procedure (id),
	number BIGINT NOT NULL,
	mode TEXT NOT NULL,
	started BIGINT NOT NULL,
	-- when something was last done, and when it ended; 0 for not yet
	changed BIGINT NOT NULL,
	ended BIGINT NOT NULL,
	-- 1 when it shows the revision to hold
	passed BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX execution_started ON execution (workspace, started);
CREATE INDEX execution_ended ON execution (workspace, ended, started);
CREATE INDEX execution_procedure ON execution (procedure, started);
CREATE INDEX execution_passed ON execution (procedure, passed);

-- What was done. A row is never changed; its id is made by whoever sends it.
CREATE TABLE execution_event (
	execution TEXT NOT NULL REFERENCES execution (id),
	id TEXT NOT NULL,
	-- counts an execution's events in the order in which they came
	seq BIGINT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (execution, id)
);
CREATE INDEX execution_event_seq ON execution_event (execution, seq);
