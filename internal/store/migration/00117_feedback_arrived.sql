-- When feedback arrived that had waited for the connection; 0 for what arrived when it was written.
-- +goose Up
ALTER TABLE feedback ADD COLUMN arrived BIGINT NOT NULL DEFAULT 0;
