-- +goose Up
-- What readers say of steps.
CREATE TABLE feedback (
	id TEXT PRIMARY KEY,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	procedure TEXT NOT NULL REFERENCES procedure (id),
	number BIGINT NOT NULL,
	step TEXT NOT NULL,
	-- what the step said then
	digest TEXT NOT NULL,
	title TEXT NOT NULL,
	kind TEXT NOT NULL,
	words TEXT NOT NULL,
	-- the account; empty for somebody without one
	author TEXT NOT NULL,
	source TEXT NOT NULL,
	ref TEXT NOT NULL,
	-- the hash of the address by which somebody without an account looks at it again; empty for none
	link TEXT NOT NULL,
	at BIGINT NOT NULL,
	state TEXT NOT NULL,
	how TEXT NOT NULL,
	note TEXT NOT NULL,
	closer TEXT NOT NULL,
	closed BIGINT NOT NULL,
	thread TEXT NOT NULL
);
CREATE INDEX feedback_state ON feedback (workspace, state, at);
CREATE INDEX feedback_procedure ON feedback (procedure, at);
CREATE INDEX feedback_author ON feedback (workspace, author, at);
CREATE INDEX feedback_link ON feedback (link);

CREATE TABLE feedback_answer (
	id TEXT PRIMARY KEY,
	feedback TEXT NOT NULL REFERENCES feedback (id),
	author TEXT NOT NULL,
	at BIGINT NOT NULL,
	words TEXT NOT NULL
);
CREATE INDEX feedback_answer_of ON feedback_answer (feedback, at);

-- What a workspace allows of it, in JSON.
CREATE TABLE feedback_setting (
	workspace TEXT PRIMARY KEY REFERENCES workspace (id),
	body TEXT NOT NULL
);
