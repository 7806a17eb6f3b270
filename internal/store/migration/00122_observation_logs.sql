-- +goose Up
-- Sums of the logarithms of durations (natural, of seconds, less than one counting as one, in ten thousandths) and of their squares, so that a comparison is of all observations,
-- and not only of the newest.
ALTER TABLE observation_count ADD COLUMN logs BIGINT NOT NULL DEFAULT 0;
ALTER TABLE observation_count ADD COLUMN squares BIGINT NOT NULL DEFAULT 0;
UPDATE observation_count SET
	logs = COALESCE((SELECT SUM(CAST(ROUND(LN(CAST(o.took AS DOUBLE PRECISION) / 1000000) * 10000) AS BIGINT)) FROM observation o WHERE o.took > 1000000 AND o.excluded = 0 AND o.procedure = observation_count.procedure
		AND o.measure = observation_count.measure AND o.workspace = observation_count.workspace AND o.usage = observation_count.usage AND o.source = observation_count.source AND o.in_force = observation_count.in_force), 0),
	squares = COALESCE((SELECT SUM(CAST(ROUND(LN(CAST(o.took AS DOUBLE PRECISION) / 1000000) * 10000) AS BIGINT) * CAST(ROUND(LN(CAST(o.took AS DOUBLE PRECISION) / 1000000) * 10000) AS BIGINT)) FROM observation o WHERE o.took > 1000000
		AND o.excluded = 0 AND o.procedure = observation_count.procedure AND o.measure = observation_count.measure AND o.workspace = observation_count.workspace AND o.usage = observation_count.usage AND o.source = observation_count.source AND o.in_force = observation_count.in_force), 0);

-- The newest of one side, where the other has most.
CREATE INDEX observation_usage ON observation (procedure, measure, usage, at);

-- What is left out is little of much.
CREATE INDEX observation_left_out ON observation (procedure, excluded) WHERE excluded > 0;
CREATE INDEX process_observation_left_out ON process_observation (process, excluded) WHERE excluded > 0;
