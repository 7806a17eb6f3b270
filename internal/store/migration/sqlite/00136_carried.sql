-- +goose Up
-- Who carried a procedure out for real, to whatever end: who led it, and who settled steps. So it is counted without reading what became of all that were carried out.
CREATE TABLE carried (
	execution TEXT NOT NULL REFERENCES execution (id),
	account TEXT NOT NULL,
	procedure TEXT NOT NULL REFERENCES procedure (id),
	started BIGINT NOT NULL,
	ended BIGINT NOT NULL,
	PRIMARY KEY (execution, account)
);
CREATE INDEX carried_by ON carried (procedure, account, ended, started);
INSERT INTO carried (execution, account, procedure, started, ended)
	SELECT e.id, d.value, e.procedure, e.started, e.ended FROM execution e, json_each(e.body, '$.doers') d WHERE e.mode = 'live' AND e.ended > 0 AND d.value <> ''
	UNION SELECT id, json_extract(body, '$.lead'), procedure, started, ended FROM execution WHERE mode = 'live' AND ended > 0 AND json_extract(body, '$.lead') <> '';
