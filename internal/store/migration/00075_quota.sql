-- +goose Up
-- A workspace's own quota: NULL for what is as the server's settings have it, 0 for no bound.
ALTER TABLE workspace ADD COLUMN most_recordings BIGINT;
ALTER TABLE workspace ADD COLUMN most_minutes BIGINT;
ALTER TABLE workspace ADD COLUMN most_bytes BIGINT;
