-- +goose Up
-- A workspace that is archived opens to nobody; 0 for one that isn't.
ALTER TABLE workspace ADD COLUMN archived BIGINT NOT NULL DEFAULT 0;
-- Who was taken out of a workspace stays with an empty role, for the trail and the procedures name them.
CREATE INDEX member_account ON member (account);
