-- +goose Up
INSERT INTO good_use (procedure, number, lead, workspace, execution, ended)
	SELECT DISTINCT ON (1, 2, 3) procedure, number, COALESCE(body::json ->> 'lead', ''), workspace, id, ended FROM execution WHERE mode = 'live' AND outcome IN ('ok', 'recovered') ORDER BY 1, 2, 3, ended DESC;
