-- +goose Up
CREATE TABLE passage (
	id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	workspace TEXT NOT NULL,
	procedure TEXT NOT NULL,
	step TEXT NOT NULL,
	kind TEXT NOT NULL,
	text TEXT NOT NULL,
	-- small letters without marks, signs parted
	folded TEXT NOT NULL,
	words tsvector GENERATED ALWAYS AS (to_tsvector('english', folded)) STORED
);
CREATE INDEX passage_procedure ON passage (procedure);
CREATE INDEX passage_words ON passage USING gin (words);
