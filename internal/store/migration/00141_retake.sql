-- +goose Up
-- Which procedures were recorded again: the draft of the new recording, and into which procedure its steps were taken, by which revision.
CREATE TABLE retake (
	draft TEXT NOT NULL REFERENCES procedure (id),
	procedure TEXT NOT NULL REFERENCES procedure (id),
	number BIGINT NOT NULL,
	account TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (draft, procedure)
);
CREATE INDEX retake_procedure ON retake (procedure);
