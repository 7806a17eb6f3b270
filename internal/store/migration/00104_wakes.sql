-- +goose Up
-- When the next time of a step is over of which nobody was told; 0 for none.
ALTER TABLE execution ADD COLUMN wakes BIGINT NOT NULL DEFAULT 0;
CREATE INDEX execution_wakes ON execution (wakes) WHERE wakes > 0;
-- What ran at the upgrade has no time yet: it is looked at once, and the right one written.
UPDATE execution SET wakes = 1 WHERE ended = 0;
