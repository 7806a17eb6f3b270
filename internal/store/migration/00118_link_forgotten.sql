-- +goose Up
-- What was seen of links that nobody names any more is dropped: those first that might have been asked again longest ago.
CREATE INDEX link_seen_next ON link_seen (next);
