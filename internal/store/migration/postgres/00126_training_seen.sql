-- +goose Up
-- A policy makes stale what has records, counted or not: what is being counted for the first time has no cells that another transaction could see.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION training_stale_policy() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	INSERT INTO training_stale (procedure, workspace, times)
		SELECT procedure, workspace, 1 FROM training WHERE workspace = NEW.workspace UNION SELECT procedure, workspace, 1 FROM training_task WHERE workspace = NEW.workspace ORDER BY 1
		ON CONFLICT (procedure) DO UPDATE SET times = training_stale.times + 1;
	RETURN NULL;
END $$;
-- +goose StatementEnd
