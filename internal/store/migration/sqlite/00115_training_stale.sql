-- +goose Up
-- +goose StatementBegin
CREATE TRIGGER training_stale_insert AFTER INSERT ON training BEGIN
	INSERT INTO training_stale (procedure, workspace, times) VALUES (new.procedure, new.workspace, 1) ON CONFLICT (procedure) DO UPDATE SET times = training_stale.times + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER training_stale_update AFTER UPDATE ON training BEGIN
	INSERT INTO training_stale (procedure, workspace, times) VALUES (new.procedure, new.workspace, 1) ON CONFLICT (procedure) DO UPDATE SET times = training_stale.times + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER training_task_stale_insert AFTER INSERT ON training_task BEGIN
	INSERT INTO training_stale (procedure, workspace, times) VALUES (new.procedure, new.workspace, 1) ON CONFLICT (procedure) DO UPDATE SET times = training_stale.times + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER training_task_stale_update AFTER UPDATE ON training_task BEGIN
	INSERT INTO training_stale (procedure, workspace, times) VALUES (new.procedure, new.workspace, 1) ON CONFLICT (procedure) DO UPDATE SET times = training_stale.times + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER life_stale_insert AFTER INSERT ON life WHEN EXISTS (SELECT 1 FROM training_cell c WHERE c.procedure = new.procedure) BEGIN
	INSERT INTO training_stale (procedure, workspace, times) VALUES (new.procedure, new.workspace, 1) ON CONFLICT (procedure) DO UPDATE SET times = training_stale.times + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER training_policy_stale_insert AFTER INSERT ON training_policy BEGIN
	INSERT INTO training_stale (procedure, workspace, times) SELECT DISTINCT procedure, workspace, 1 FROM training_cell WHERE workspace = new.workspace ON CONFLICT (procedure) DO UPDATE SET times = training_stale.times + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER member_stale_insert AFTER INSERT ON member BEGIN
	INSERT INTO training_stale (procedure, workspace, times) SELECT DISTINCT procedure, workspace, 1 FROM training_task WHERE workspace = new.workspace AND account = new.account ON CONFLICT (procedure) DO UPDATE SET times = training_stale.times + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER life_stale_update AFTER UPDATE ON life WHEN EXISTS (SELECT 1 FROM training_cell c WHERE c.procedure = new.procedure) BEGIN
	INSERT INTO training_stale (procedure, workspace, times) VALUES (new.procedure, new.workspace, 1) ON CONFLICT (procedure) DO UPDATE SET times = training_stale.times + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER training_policy_stale_update AFTER UPDATE ON training_policy BEGIN
	INSERT INTO training_stale (procedure, workspace, times) SELECT DISTINCT procedure, workspace, 1 FROM training_cell WHERE workspace = new.workspace ON CONFLICT (procedure) DO UPDATE SET times = training_stale.times + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER member_stale_update AFTER UPDATE ON member BEGIN
	INSERT INTO training_stale (procedure, workspace, times) SELECT DISTINCT procedure, workspace, 1 FROM training_task WHERE workspace = new.workspace AND account = new.account ON CONFLICT (procedure) DO UPDATE SET times = training_stale.times + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER training_stale_delete AFTER DELETE ON training BEGIN
	INSERT INTO training_stale (procedure, workspace, times) VALUES (old.procedure, old.workspace, 1) ON CONFLICT (procedure) DO UPDATE SET times = training_stale.times + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER training_task_stale_delete AFTER DELETE ON training_task BEGIN
	INSERT INTO training_stale (procedure, workspace, times) VALUES (old.procedure, old.workspace, 1) ON CONFLICT (procedure) DO UPDATE SET times = training_stale.times + 1;
END;
-- +goose StatementEnd
