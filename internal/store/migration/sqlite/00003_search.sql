-- +goose Up
CREATE TABLE passage (
	id INTEGER PRIMARY KEY,
	workspace TEXT NOT NULL,
	procedure TEXT NOT NULL,
	step TEXT NOT NULL,
	kind TEXT NOT NULL,
	text TEXT NOT NULL,
	-- small letters without marks, signs parted
	folded TEXT NOT NULL
);
CREATE INDEX passage_procedure ON passage (procedure);
CREATE VIRTUAL TABLE passage_index USING fts5 (folded, content = 'passage', content_rowid = 'id', tokenize = 'porter unicode61');
-- +goose StatementBegin
CREATE TRIGGER passage_added AFTER INSERT ON passage BEGIN
	INSERT INTO passage_index (rowid, folded) VALUES (new.id, new.folded);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER passage_removed AFTER DELETE ON passage BEGIN
	INSERT INTO passage_index (passage_index, rowid, folded) VALUES ('delete', old.id, old.folded);
END;
-- +goose StatementEnd
