-- How an execution came out, beside its text, so that they can be counted without reading them; empty while it is under way.
-- +goose Up
ALTER TABLE execution ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
UPDATE execution SET outcome = CASE WHEN body LIKE '%"outcome":"ok"%' THEN 'ok' WHEN body LIKE '%"outcome":"recovered"%' THEN 'recovered' WHEN body LIKE '%"outcome":"failed"%' THEN 'failed'
	WHEN body LIKE '%"outcome":"skipped"%' THEN 'skipped' WHEN body LIKE '%"outcome":"not_applicable"%' THEN 'not_applicable' ELSE '' END WHERE ended > 0;
CREATE INDEX execution_outcome ON execution (workspace, mode, outcome, started);
CREATE INDEX execution_tally ON execution (procedure, mode, started, outcome);

-- Whose figures are to be made, by procedure, so that a page makes its own only.
ALTER TABLE figure_due ADD COLUMN procedure TEXT NOT NULL DEFAULT '';
UPDATE figure_due SET procedure = (SELECT e.procedure FROM execution e WHERE e.id = figure_due.execution);
CREATE INDEX figure_due_procedure ON figure_due (procedure, ended);

-- Who last carried out which revision for real to a good end: for what helped.
CREATE TABLE good_use (
	procedure TEXT NOT NULL REFERENCES procedure (id),
	number BIGINT NOT NULL,
	lead TEXT NOT NULL,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	execution TEXT NOT NULL REFERENCES execution (id),
	ended BIGINT NOT NULL,
	PRIMARY KEY (procedure, number, lead)
);
CREATE INDEX good_use_ended ON good_use (workspace, ended);
