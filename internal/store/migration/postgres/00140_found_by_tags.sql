-- +goose Up
-- Tags are found like titles, and parts by their headings: all procedures are listed anew, little by little.
CREATE INDEX passage_heads ON passage USING gin (words) WHERE kind IN ('title', 'tag');
DROP INDEX passage_titles;
INSERT INTO relist (procedure) SELECT id FROM procedure WHERE id NOT IN (SELECT procedure FROM relist);
