-- +goose Up
-- When a picture was last seen to be used, or made; 0 for those of before, of which it isn't known.
ALTER TABLE drawing ADD COLUMN looked BIGINT NOT NULL DEFAULT 0;
CREATE INDEX drawing_looked ON drawing (looked);

-- Pictures that people brought, of which others are made.
CREATE TABLE brought (
	procedure TEXT NOT NULL REFERENCES procedure (id),
	name TEXT NOT NULL,
	looked BIGINT NOT NULL,
	PRIMARY KEY (procedure, name)
);
CREATE INDEX brought_looked ON brought (looked);

CREATE INDEX take_waiting ON take (workspace, state);
