-- +goose Up
-- The pictures that were kept with executions since this is written down: how large each is, and whether an event names it. What none names is dropped after a while.
CREATE TABLE execution_picture (
	execution TEXT NOT NULL REFERENCES execution (id),
	name TEXT NOT NULL,
	bytes BIGINT NOT NULL,
	kept BIGINT NOT NULL,
	named BIGINT NOT NULL,
	PRIMARY KEY (execution, name)
);
CREATE INDEX execution_picture_unnamed ON execution_picture (kept) WHERE named = 0;
