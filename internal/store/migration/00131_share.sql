-- +goose Up
-- Whether a share shows its revision alone, as all did before, or what is in force as long as something is.
ALTER TABLE share ADD COLUMN pinned BIGINT NOT NULL DEFAULT 1;
