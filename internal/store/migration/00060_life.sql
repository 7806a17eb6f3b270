-- +goose Up
-- What became of a procedure's revisions: reviews, decisions, waivers, and what is in force.
CREATE TABLE life (
	procedure TEXT PRIMARY KEY REFERENCES procedure (id),
	workspace TEXT NOT NULL REFERENCES workspace (id),
	-- when a review was opened that isn't decided yet, when an approved revision comes into force, and when something has to be looked at; 0 for none
	in_review BIGINT NOT NULL,
	enacts BIGINT NOT NULL,
	due BIGINT NOT NULL,
	suspended BIGINT NOT NULL,
	-- all of it, in JSON
	body TEXT NOT NULL
);
CREATE INDEX life_in_review ON life (workspace, in_review);
CREATE INDEX life_due ON life (workspace, due);
CREATE INDEX life_suspended ON life (workspace, suspended);
CREATE INDEX life_enacts ON life (enacts);

-- What each class of procedures needs, by workspace, in JSON.
CREATE TABLE policy (
	workspace TEXT PRIMARY KEY REFERENCES workspace (id),
	body TEXT NOT NULL
);

-- Who did something to one thing.
CREATE INDEX event_target ON event (workspace, target, at);
