-- +goose Up
-- Whoever is shut out, or let in again, changes who is there to be counted.
-- +goose StatementBegin
CREATE TRIGGER account_stale AFTER UPDATE OF disabled ON account WHEN old.disabled <> new.disabled BEGIN
	INSERT INTO training_stale (procedure, workspace, times)
		SELECT procedure, workspace, 1 FROM (SELECT procedure, workspace FROM training WHERE account = new.id AND workspace IN (SELECT workspace FROM member WHERE account = new.id) UNION SELECT procedure, workspace FROM training_task WHERE account = new.id AND workspace IN (SELECT workspace FROM member WHERE account = new.id)) WHERE true
		ON CONFLICT (procedure) DO UPDATE SET times = training_stale.times + 1;
END;
-- +goose StatementEnd
