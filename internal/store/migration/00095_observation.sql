-- +goose Up
-- What was observed of procedures: executions, and what is told from outside. No column names a person.
CREATE TABLE observation (
	workspace TEXT NOT NULL REFERENCES workspace (id),
	measure TEXT NOT NULL,
	id TEXT NOT NULL,
	procedure TEXT NOT NULL REFERENCES procedure (id),
	-- when it ended, and how long it took, in microseconds
	at BIGINT NOT NULL,
	took BIGINT NOT NULL,
	failed BIGINT NOT NULL,
	usage TEXT NOT NULL,
	unit TEXT NOT NULL,
	cause TEXT NOT NULL,
	number BIGINT NOT NULL,
	execution TEXT NOT NULL,
	source TEXT NOT NULL,
	-- 1 when the procedure was in force
	in_force BIGINT NOT NULL,
	stored BIGINT NOT NULL,
	-- when it was left out, 0 for never, and why
	excluded BIGINT NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (workspace, measure, id)
);
CREATE INDEX observation_procedure ON observation (procedure, measure, at);

-- How many there are, without those left out; kept with each change, so that a page needn't count.
CREATE TABLE observation_count (
	workspace TEXT NOT NULL REFERENCES workspace (id),
	procedure TEXT NOT NULL REFERENCES procedure (id),
	measure TEXT NOT NULL,
	usage TEXT NOT NULL,
	source TEXT NOT NULL,
	in_force BIGINT NOT NULL,
	n BIGINT NOT NULL,
	failed BIGINT NOT NULL,
	PRIMARY KEY (workspace, procedure, measure, usage, source, in_force)
);

-- What an execution tells of its steps, in JSON.
CREATE TABLE execution_fact (
	execution TEXT PRIMARY KEY REFERENCES execution (id),
	workspace TEXT NOT NULL REFERENCES workspace (id),
	procedure TEXT NOT NULL REFERENCES procedure (id),
	number BIGINT NOT NULL,
	live BIGINT NOT NULL,
	at BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX execution_fact_procedure ON execution_fact (procedure, at);

-- When somebody first tried a procedure, and first did it alone; 0 for not yet. No figure is made of one person, and erasing somebody deletes it.
CREATE TABLE learner (
	procedure TEXT NOT NULL REFERENCES procedure (id),
	account TEXT NOT NULL,
	began BIGINT NOT NULL,
	alone BIGINT NOT NULL,
	PRIMARY KEY (procedure, account)
);
CREATE INDEX learner_account ON learner (account);

-- What else happened, and may be the cause of a difference.
CREATE TABLE figure_note (
	id TEXT PRIMARY KEY,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	procedure TEXT NOT NULL REFERENCES procedure (id),
	at BIGINT NOT NULL,
	words TEXT NOT NULL
);
CREATE INDEX figure_note_procedure ON figure_note (procedure, at);

-- Executions of which the facts have to be written: those that ended, in the order in which they did.
CREATE TABLE figure_due (
	execution TEXT PRIMARY KEY REFERENCES execution (id),
	ended BIGINT NOT NULL
);
CREATE INDEX figure_due_ended ON figure_due (ended);
INSERT INTO figure_due (execution, ended) SELECT id, ended FROM execution WHERE ended > 0;
