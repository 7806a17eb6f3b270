-- +goose Up
-- Tags are found like titles, and parts by their headings: all procedures are listed anew, little by little.
DROP TRIGGER title_added;
DROP TRIGGER title_removed;
-- +goose StatementBegin
CREATE TRIGGER title_added AFTER INSERT ON passage WHEN new.kind IN ('title', 'tag') BEGIN
	INSERT INTO title_index (rowid, folded) VALUES (new.id, new.folded);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER title_removed AFTER DELETE ON passage WHEN old.kind IN ('title', 'tag') BEGIN
	INSERT INTO title_index (title_index, rowid, folded) VALUES ('delete', old.id, old.folded);
END;
-- +goose StatementEnd
INSERT INTO relist (procedure) SELECT id FROM procedure WHERE id NOT IN (SELECT procedure FROM relist);
