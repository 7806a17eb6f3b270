-- That the newest review of a procedure was rejected (its revision; 0 for no), and who sent it, beside its life: whoever has to mend it is shown so.
-- +goose Up
ALTER TABLE life ADD COLUMN rejected BIGINT NOT NULL DEFAULT 0;
ALTER TABLE life ADD COLUMN sender TEXT NOT NULL DEFAULT '';
UPDATE life SET rejected = CAST(body::json -> 'reviews' -> -1 ->> 'number' AS BIGINT), sender = body::json -> 'reviews' -> -1 ->> 'by'
	WHERE body LIKE '%"state":"rejected"%' AND body::json -> 'retired' IS NULL AND body::json -> 'reviews' -> -1 ->> 'state' = 'rejected';
CREATE INDEX life_rejected ON life (workspace, sender) WHERE rejected > 0;
-- When somebody went back to an earlier revision, which ends that.
CREATE INDEX event_restored ON event (workspace, target, at) WHERE verb = 'procedure.restored';
