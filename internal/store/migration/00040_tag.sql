-- +goose Up
-- What a procedure is filed under: tags that people give it, and the systems that its commands and links name.
CREATE TABLE tag (
	workspace TEXT NOT NULL REFERENCES workspace (id),
	procedure TEXT NOT NULL REFERENCES procedure (id),
	-- 'tag' or 'system'
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	PRIMARY KEY (procedure, kind, name)
);
CREATE INDEX tag_name ON tag (workspace, kind, name, procedure);

-- The title as it is sorted by.
ALTER TABLE procedure ADD COLUMN sorted TEXT NOT NULL DEFAULT '';
UPDATE procedure SET sorted = lower(title);
CREATE INDEX procedure_sorted ON procedure (workspace, sorted, id);
CREATE INDEX procedure_latest ON procedure (workspace, changed DESC, id);
CREATE INDEX procedure_owner ON procedure (workspace, owner, changed DESC, id);
CREATE INDEX procedure_state ON procedure (workspace, state, changed DESC, id);
DROP INDEX procedure_changed;
