-- +goose Up
-- What was marked while a recording was made, until it is taken in.
CREATE TABLE marker (
	upload TEXT NOT NULL,
	-- on the recording's clock, in nanoseconds
	at BIGINT NOT NULL,
	kind TEXT NOT NULL,
	PRIMARY KEY (upload, at, kind)
);
