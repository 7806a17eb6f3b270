-- +goose Up
CREATE TABLE workspace (
	id TEXT PRIMARY KEY,
	slug TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	created BIGINT NOT NULL
);

CREATE TABLE upload (
	id TEXT PRIMARY KEY,
	owner TEXT NOT NULL,
	body TEXT NOT NULL,
	expires BIGINT NOT NULL,
	-- 0 until its recording was taken in
	finished BIGINT NOT NULL
);
CREATE INDEX upload_open ON upload (finished, owner);

CREATE TABLE lease (
	id TEXT PRIMARY KEY,
	holder TEXT NOT NULL,
	-- by the database's own clock
	until BIGINT NOT NULL
);

CREATE TABLE holding (
	id TEXT PRIMARY KEY,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	owner TEXT NOT NULL,
	-- the upload that brought it: one upload makes one holding, however often its end is told
	upload TEXT NOT NULL UNIQUE,
	recording TEXT NOT NULL,
	duration BIGINT NOT NULL,
	blob TEXT NOT NULL,
	wish TEXT NOT NULL,
	created BIGINT NOT NULL
);
CREATE INDEX holding_workspace ON holding (workspace, created);

CREATE TABLE procedure (
	id TEXT PRIMARY KEY,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	slug TEXT NOT NULL,
	title TEXT NOT NULL,
	owner TEXT NOT NULL,
	state TEXT NOT NULL,
	holding TEXT NOT NULL REFERENCES holding (id),
	latest BIGINT NOT NULL,
	steps BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	UNIQUE (workspace, slug)
);
CREATE INDEX procedure_changed ON procedure (workspace, changed);

CREATE TABLE revision (
	procedure TEXT NOT NULL REFERENCES procedure (id),
	number BIGINT NOT NULL,
	author TEXT NOT NULL,
	note TEXT NOT NULL,
	-- the SHA-256 of the body
	digest TEXT NOT NULL,
	body TEXT NOT NULL,
	created BIGINT NOT NULL,
	PRIMARY KEY (procedure, number)
);

CREATE TABLE run (
	id TEXT PRIMARY KEY,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	holding TEXT NOT NULL REFERENCES holding (id),
	procedure TEXT NOT NULL,
	state TEXT NOT NULL,
	job BIGINT NOT NULL,
	attempt BIGINT NOT NULL,
	worker TEXT NOT NULL,
	stage TEXT NOT NULL,
	-- thousandths of the stage, and microseconds
	done BIGINT NOT NULL,
	time_left BIGINT NOT NULL,
	fault TEXT NOT NULL,
	created BIGINT NOT NULL,
	began BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	ended BIGINT NOT NULL
);
CREATE INDEX run_workspace ON run (workspace, created);
CREATE INDEX run_holding ON run (holding);

CREATE TABLE event (
	id TEXT PRIMARY KEY,
	workspace TEXT NOT NULL,
	actor TEXT NOT NULL,
	verb TEXT NOT NULL,
	target TEXT NOT NULL,
	detail TEXT NOT NULL,
	at BIGINT NOT NULL
);
CREATE INDEX event_at ON event (workspace, at);

CREATE TABLE worker (
	id TEXT PRIMARY KEY,
	-- counts up as long as it lives
	beat BIGINT NOT NULL
);
