-- What was written for good is not changed or removed, whoever asks.
-- +goose Up
-- +goose StatementBegin
CREATE TRIGGER event_kept_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the audit trail is not changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER event_kept_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the audit trail is not changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revision_kept_update BEFORE UPDATE ON revision BEGIN SELECT RAISE(ABORT, 'a revision is not changed'); END;
-- +goose StatementEnd
