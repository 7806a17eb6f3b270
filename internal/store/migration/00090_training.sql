-- +goose Up
-- What was signed of one person and one procedure, in JSON; entries are only added.
CREATE TABLE training (
	procedure TEXT NOT NULL REFERENCES procedure (id),
	account TEXT NOT NULL,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	body TEXT NOT NULL,
	PRIMARY KEY (procedure, account)
);
CREATE INDEX training_account ON training (workspace, account);

-- Procedures that people were asked to learn. Next is when it is looked at again whether somebody has to be reminded; ended is 1 when it isn't asked for any more.
CREATE TABLE training_task (
	id TEXT PRIMARY KEY,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	procedure TEXT NOT NULL REFERENCES procedure (id),
	account TEXT NOT NULL,
	assignment TEXT NOT NULL,
	journey TEXT NOT NULL,
	ended BIGINT NOT NULL,
	next BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX training_task_account ON training_task (workspace, account);
CREATE INDEX training_task_procedure ON training_task (procedure);
CREATE INDEX training_task_next ON training_task (workspace, ended, next);

-- Procedures that everybody of a role is asked to learn, in JSON.
CREATE TABLE training_assignment (
	id TEXT PRIMARY KEY,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	procedure TEXT NOT NULL REFERENCES procedure (id),
	ended BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX training_assignment_workspace ON training_assignment (workspace, ended);

-- What each class of procedures asks of whoever learnt one, by workspace, in JSON.
CREATE TABLE training_policy (
	workspace TEXT PRIMARY KEY REFERENCES workspace (id),
	body TEXT NOT NULL
);
