-- +goose Up
INSERT INTO good_use (procedure, number, lead, workspace, execution, ended)
	SELECT procedure, number, COALESCE(json_extract(body, '$.lead'), ''), workspace, id, MAX(ended) FROM execution WHERE mode = 'live' AND outcome IN ('ok', 'recovered') GROUP BY 1, 2, 3;
