-- +goose Up
-- What the steps of revisions in force name.
CREATE TABLE mention (
	procedure TEXT NOT NULL REFERENCES procedure (id),
	ord BIGINT NOT NULL,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	number BIGINT NOT NULL,
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	version TEXT NOT NULL,
	step TEXT NOT NULL,
	at_step BIGINT NOT NULL,
	PRIMARY KEY (procedure, ord)
);
CREATE INDEX mention_name ON mention (workspace, kind, name);

-- Of which revision they are kept (0 for none), and by which version of the reader.
CREATE TABLE mentioned (
	procedure TEXT PRIMARY KEY REFERENCES procedure (id),
	workspace TEXT NOT NULL REFERENCES workspace (id),
	number BIGINT NOT NULL,
	reader BIGINT NOT NULL
);

-- Why procedures are to be looked at, in JSON; cleared is 0 while it holds.
CREATE TABLE flag (
	id TEXT PRIMARY KEY,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	procedure TEXT NOT NULL REFERENCES procedure (id),
	reason TEXT NOT NULL,
	at BIGINT NOT NULL,
	cleared BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX flag_procedure ON flag (procedure, cleared, at);
CREATE INDEX flag_workspace ON flag (workspace, cleared, at);

-- Changes that were told, each once.
CREATE TABLE change_report (
	workspace TEXT NOT NULL REFERENCES workspace (id),
	id TEXT NOT NULL,
	at BIGINT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (workspace, id)
);
