-- An entry is kept as it is; its detail alone may be taken away, with the salt by which it is sealed.
-- +goose Up
CREATE UNIQUE INDEX event_seq ON event (workspace, seq);
-- +goose StatementBegin
CREATE TRIGGER event_kept_update BEFORE UPDATE ON event WHEN NOT (new.detail = '' AND new.salt = '' AND old.rowid = new.rowid AND old.id IS new.id AND old.workspace IS new.workspace
	AND old.actor IS new.actor AND old.verb IS new.verb AND old.target IS new.target AND old.at IS new.at AND old.proof IS new.proof AND old.seq IS new.seq
	AND old.seal IS new.seal AND old.leaf IS new.leaf AND old.link IS new.link)
BEGIN SELECT RAISE(ABORT, 'the audit trail is not changed'); END;
-- +goose StatementEnd
