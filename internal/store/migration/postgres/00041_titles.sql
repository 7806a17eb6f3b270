-- +goose Up
-- Titles for themselves: a word that stands in most passages stands in few titles, and those are to be found first.
CREATE INDEX passage_titles ON passage USING gin (words) WHERE kind = 'title';
