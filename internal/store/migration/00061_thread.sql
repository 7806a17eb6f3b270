-- +goose Up
-- What people say about a procedure, by step and by line.
CREATE TABLE thread (
	id TEXT PRIMARY KEY,
	procedure TEXT NOT NULL REFERENCES procedure (id),
	workspace TEXT NOT NULL REFERENCES workspace (id),
	-- open or resolved, 1 when nothing is approved while it's open, when something was last said or done in it, and by whom
	state TEXT NOT NULL,
	blocking INTEGER NOT NULL,
	changed BIGINT NOT NULL,
	last TEXT NOT NULL,
	-- all of it, in JSON
	body TEXT NOT NULL
);
CREATE INDEX thread_procedure ON thread (procedure, state, blocking);
CREATE INDEX thread_workspace ON thread (workspace, state, changed);

-- Who said something in which thread.
CREATE TABLE voice (
	thread TEXT NOT NULL REFERENCES thread (id),
	account TEXT NOT NULL,
	PRIMARY KEY (account, thread)
);

-- What people are to be told of, until it's settled who.
CREATE TABLE happening (
	id TEXT PRIMARY KEY,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	at BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX happening_at ON happening (at);
