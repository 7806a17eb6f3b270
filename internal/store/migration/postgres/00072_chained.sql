-- An entry is kept as it is; its detail alone may be taken away, with the salt by which it is sealed.
-- +goose Up
CREATE UNIQUE INDEX event_seq ON event (workspace, seq);
CREATE TRIGGER event_kept BEFORE DELETE OR TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION kept();
CREATE TRIGGER event_kept_update BEFORE UPDATE ON event FOR EACH ROW WHEN (NOT (NEW.detail = '' AND NEW.salt = ''
	AND (OLD.id, OLD.workspace, OLD.actor, OLD.verb, OLD.target, OLD.at, OLD.proof, OLD.seq, OLD.seal, OLD.leaf, OLD.link)
	IS NOT DISTINCT FROM (NEW.id, NEW.workspace, NEW.actor, NEW.verb, NEW.target, NEW.at, NEW.proof, NEW.seq, NEW.seal, NEW.leaf, NEW.link))) EXECUTE FUNCTION kept();
