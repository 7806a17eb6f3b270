-- +goose Up
-- 1 for a person of the sample: as long as nobody comes in by such an account, it doesn't count as one.
ALTER TABLE account ADD COLUMN sample INTEGER NOT NULL DEFAULT 0;
