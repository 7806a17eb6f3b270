-- +goose Up
-- What somebody said of what looks like a secret in a procedure: that it is none. The text itself isn't kept: its salted digest knows it again.
CREATE TABLE harmless (
	id TEXT PRIMARY KEY,
	procedure TEXT NOT NULL REFERENCES procedure (id),
	digest TEXT NOT NULL,
	placeholder TEXT NOT NULL,
	account TEXT NOT NULL,
	at BIGINT NOT NULL,
	reason TEXT NOT NULL
);
CREATE INDEX harmless_procedure ON harmless (procedure);
