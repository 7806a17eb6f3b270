-- +goose Up
-- Tags are found like any other words of a procedure, and so are its parts by their headings: all procedures are listed anew, little by little.
INSERT INTO passage (workspace, procedure, step, kind, text, folded)
	SELECT workspace, procedure, '', 'tag', name, replace(replace(replace(replace(lower(name), '-', ' '), '_', ' '), '/', ' '), '.', ' ') FROM tag WHERE kind = 'tag';
INSERT INTO relist (procedure) SELECT id FROM procedure WHERE id NOT IN (SELECT procedure FROM relist);
