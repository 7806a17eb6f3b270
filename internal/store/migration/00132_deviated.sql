-- +goose Up
-- The steps of an execution that were skipped, or showed another value than is declared, by their keys, with a blank between. What had ended before tells nothing of that.
ALTER TABLE execution ADD COLUMN deviated TEXT NOT NULL DEFAULT '';
CREATE INDEX execution_deviated ON execution (ended) WHERE deviated <> '';
