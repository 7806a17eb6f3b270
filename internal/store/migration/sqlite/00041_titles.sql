-- +goose Up
-- Titles for themselves: a word that stands in most passages stands in few titles, and those are to be found first.
CREATE VIRTUAL TABLE title_index USING fts5 (folded, content = 'passage', content_rowid = 'id', tokenize = 'porter unicode61');
INSERT INTO title_index (rowid, folded) SELECT id, folded FROM passage WHERE kind = 'title';
-- +goose StatementBegin
CREATE TRIGGER title_added AFTER INSERT ON passage WHEN new.kind = 'title' BEGIN
	INSERT INTO title_index (rowid, folded) VALUES (new.id, new.folded);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER title_removed AFTER DELETE ON passage WHEN old.kind = 'title' BEGIN
	INSERT INTO title_index (title_index, rowid, folded) VALUES ('delete', old.id, old.folded);
END;
-- +goose StatementEnd
