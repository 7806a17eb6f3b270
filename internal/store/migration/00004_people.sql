-- +goose Up
CREATE TABLE account (
	id TEXT PRIMARY KEY,
	email TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	-- argon2id with its parameters; empty for none
	password TEXT NOT NULL,
	disabled BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL
);

CREATE TABLE member (
	workspace TEXT NOT NULL REFERENCES workspace (id),
	account TEXT NOT NULL REFERENCES account (id),
	role TEXT NOT NULL,
	PRIMARY KEY (workspace, account)
);

CREATE TABLE identity (
	issuer TEXT NOT NULL,
	subject TEXT NOT NULL,
	account TEXT NOT NULL REFERENCES account (id),
	created BIGINT NOT NULL,
	PRIMARY KEY (issuer, subject)
);
CREATE INDEX identity_account ON identity (account);

-- secrets are kept as their SHA-256 alone
CREATE TABLE session (
	hash TEXT PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,
	account TEXT NOT NULL REFERENCES account (id),
	agent TEXT NOT NULL,
	address TEXT NOT NULL,
	created BIGINT NOT NULL,
	seen BIGINT NOT NULL,
	expires BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account);

CREATE TABLE token (
	hash TEXT PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	account TEXT NOT NULL REFERENCES account (id),
	name TEXT NOT NULL,
	start TEXT NOT NULL,
	scopes TEXT NOT NULL,
	created BIGINT NOT NULL,
	expires BIGINT NOT NULL,
	used BIGINT NOT NULL,
	revoked BIGINT NOT NULL
);
CREATE INDEX token_account ON token (account);

CREATE TABLE invitation (
	hash TEXT PRIMARY KEY,
	account TEXT NOT NULL REFERENCES account (id),
	workspace TEXT NOT NULL REFERENCES workspace (id),
	created BIGINT NOT NULL,
	expires BIGINT NOT NULL
);
CREATE INDEX invitation_account ON invitation (account);

CREATE TABLE share (
	hash TEXT PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	procedure TEXT NOT NULL REFERENCES procedure (id),
	revision BIGINT NOT NULL,
	creator TEXT NOT NULL,
	created BIGINT NOT NULL,
	expires BIGINT NOT NULL,
	revoked BIGINT NOT NULL,
	used BIGINT NOT NULL,
	uses BIGINT NOT NULL
);
CREATE INDEX share_procedure ON share (procedure);

CREATE TABLE errand (
	hash TEXT PRIMARY KEY,
	nonce TEXT NOT NULL,
	verifier TEXT NOT NULL,
	next TEXT NOT NULL,
	account TEXT NOT NULL,
	expires BIGINT NOT NULL
);

-- how often somebody tried to come in, by account and by address
CREATE TABLE guess (
	name TEXT PRIMARY KEY,
	tries BIGINT NOT NULL,
	since BIGINT NOT NULL
);

-- what can happen only once
CREATE TABLE once (
	name TEXT PRIMARY KEY
);
