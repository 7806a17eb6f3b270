-- +goose Up
-- How often a procedure couldn't be counted: those that could never keep the others waiting.
ALTER TABLE training_stale ADD COLUMN failed BIGINT NOT NULL DEFAULT 0;
