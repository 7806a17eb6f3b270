-- +goose Up
-- Onboarding paths: procedures to learn in an order, in JSON.
CREATE TABLE journey (
	id TEXT PRIMARY KEY,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	-- 1 when nobody is put on it any more
	ended BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX journey_workspace ON journey (workspace, ended);

-- Who is on which path, and since when, in JSON; ended is 1 when they were taken off it.
CREATE TABLE trip (
	id TEXT PRIMARY KEY,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	journey TEXT NOT NULL REFERENCES journey (id),
	account TEXT NOT NULL,
	ended BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX trip_journey ON trip (workspace, journey);
CREATE INDEX trip_account ON trip (workspace, account);
