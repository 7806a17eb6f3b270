-- +goose Up
-- The working copy of a procedure, piece by piece; the newest version of each counts. What a piece was before is kept until a revision is named.
CREATE TABLE piece (
	procedure TEXT NOT NULL REFERENCES procedure (id),
	key TEXT NOT NULL,
	version BIGINT NOT NULL,
	body TEXT NOT NULL,
	author TEXT NOT NULL,
	changed BIGINT NOT NULL,
	-- the revision that was the last one then
	since BIGINT NOT NULL,
	PRIMARY KEY (procedure, key, version)
);

-- Pictures that people made for a procedure, as figures in JSON.
CREATE TABLE drawing (
	procedure TEXT NOT NULL REFERENCES procedure (id),
	name TEXT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (procedure, name)
);

-- Names that a workspace's people put right in a narration.
CREATE TABLE glossary (
	workspace TEXT NOT NULL REFERENCES workspace (id),
	used TEXT NOT NULL,
	-- the texts that were heard in its place, as a list in JSON
	heard TEXT NOT NULL,
	author TEXT NOT NULL,
	changed BIGINT NOT NULL,
	PRIMARY KEY (workspace, used)
);
