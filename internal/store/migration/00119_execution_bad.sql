-- +goose Up
-- What failed or was made good is asked for each minute, by when it ended: a few of many.
CREATE INDEX execution_bad ON execution (ended, id) WHERE mode = 'live' AND outcome IN ('failed', 'recovered');
