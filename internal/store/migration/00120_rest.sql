-- +goose Up
-- When it was last looked at whether anybody still carries a procedure out.
CREATE TABLE rest (
	procedure TEXT PRIMARY KEY REFERENCES procedure (id),
	workspace TEXT NOT NULL REFERENCES workspace (id),
	looked BIGINT NOT NULL
);
CREATE INDEX rest_workspace ON rest (workspace);

-- Flags by why, of those that hold.
CREATE INDEX flag_reason ON flag (reason, cleared);
