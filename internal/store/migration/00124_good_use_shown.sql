-- +goose Up
-- 1 once it is known by its events that what shows a revision to be of use wasn't rolled back. What had ended before that was told apart is looked at again, a few each minute.
ALTER TABLE good_use ADD COLUMN shown BIGINT NOT NULL DEFAULT 0;
CREATE INDEX good_use_unshown ON good_use (execution) WHERE shown = 0;
