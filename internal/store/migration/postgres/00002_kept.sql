-- What was written for good is not changed or removed, whoever asks.
-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'what was written to % is not changed', TG_TABLE_NAME;
END $$;
-- +goose StatementEnd
CREATE TRIGGER event_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION kept();
CREATE TRIGGER revision_kept BEFORE UPDATE ON revision FOR EACH STATEMENT EXECUTE FUNCTION kept();
