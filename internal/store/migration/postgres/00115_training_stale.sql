-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION training_stale() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	INSERT INTO training_stale (procedure, workspace, times) VALUES (COALESCE(NEW.procedure, OLD.procedure), COALESCE(NEW.workspace, OLD.workspace), 1) ON CONFLICT (procedure) DO UPDATE SET times = training_stale.times + 1;
	RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION training_stale_life() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	INSERT INTO training_stale (procedure, workspace, times) SELECT NEW.procedure, NEW.workspace, 1 WHERE EXISTS (SELECT 1 FROM training_cell c WHERE c.procedure = NEW.procedure) ON CONFLICT (procedure) DO UPDATE SET times = training_stale.times + 1;
	RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION training_stale_policy() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	INSERT INTO training_stale (procedure, workspace, times) SELECT DISTINCT procedure, workspace, 1 FROM training_cell WHERE workspace = NEW.workspace ON CONFLICT (procedure) DO UPDATE SET times = training_stale.times + 1;
	RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION training_stale_member() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	INSERT INTO training_stale (procedure, workspace, times) SELECT DISTINCT procedure, workspace, 1 FROM training_task WHERE workspace = NEW.workspace AND account = NEW.account ON CONFLICT (procedure) DO UPDATE SET times = training_stale.times + 1;
	RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER training_stale AFTER INSERT OR UPDATE OR DELETE ON training FOR EACH ROW EXECUTE FUNCTION training_stale();
CREATE TRIGGER training_task_stale AFTER INSERT OR UPDATE OR DELETE ON training_task FOR EACH ROW EXECUTE FUNCTION training_stale();
CREATE TRIGGER life_stale AFTER INSERT OR UPDATE ON life FOR EACH ROW EXECUTE FUNCTION training_stale_life();
CREATE TRIGGER training_policy_stale AFTER INSERT OR UPDATE ON training_policy FOR EACH ROW EXECUTE FUNCTION training_stale_policy();
CREATE TRIGGER member_stale AFTER INSERT OR UPDATE ON member FOR EACH ROW EXECUTE FUNCTION training_stale_member();
