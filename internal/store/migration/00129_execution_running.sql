-- +goose Up
-- What of a procedure is under way is asked for on each page of it: a few of many.
CREATE INDEX execution_running ON execution (procedure, started) WHERE ended = 0;
