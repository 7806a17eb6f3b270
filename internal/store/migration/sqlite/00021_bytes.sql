-- +goose Up
-- A recording's size for itself, so that a quota can be counted.
ALTER TABLE holding ADD COLUMN bytes BIGINT NOT NULL DEFAULT 0;
UPDATE holding SET bytes = COALESCE(json_extract(recording, '$.size'), 0);
