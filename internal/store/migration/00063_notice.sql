-- +goose Up
-- What people were told. Read is when they read it (0: not yet); daily is 1 as long as the digest is still to tell it.
CREATE TABLE notice (
	id TEXT PRIMARY KEY,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	account TEXT NOT NULL,
	at BIGINT NOT NULL,
	read_at BIGINT NOT NULL,
	daily INTEGER NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX notice_account ON notice (account, workspace, read_at, at);
CREATE INDEX notice_daily ON notice (daily, at);

-- How they want to be told, in JSON.
CREATE TABLE notice_choice (
	workspace TEXT NOT NULL REFERENCES workspace (id),
	account TEXT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (workspace, account)
);

-- Mails that are to be sent; next is when one is tried (again), gone is when it was given up (0: not).
CREATE TABLE letter (
	id TEXT PRIMARY KEY,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	next BIGINT NOT NULL,
	gone BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX letter_next ON letter (gone, next);

-- Which reminders were given already.
CREATE TABLE reminder (
	procedure TEXT NOT NULL REFERENCES procedure (id),
	stage TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (procedure, stage)
);
