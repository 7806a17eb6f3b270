-- +goose Up
-- When an identity provider saw whoever the session is of sign in; 0 where none said so.
ALTER TABLE session ADD COLUMN vouched BIGINT NOT NULL DEFAULT 0;
