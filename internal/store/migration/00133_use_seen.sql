-- +goose Up
-- By what of its use a procedure's revision was last looked at whether it has to be looked at again: what hasn't changed since isn't looked at each minute.
CREATE TABLE use_seen (
	procedure TEXT NOT NULL REFERENCES procedure (id),
	number BIGINT NOT NULL,
	seen TEXT NOT NULL,
	PRIMARY KEY (procedure, number)
);
