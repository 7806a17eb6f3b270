-- That somebody has to look at what a waiver let pass, beside its life, so that each such procedure is found at once, however many are due. Of those of before it is kept that they may be such; what is written
-- from now on says so exactly.
-- +goose Up
ALTER TABLE life ADD COLUMN owed BIGINT NOT NULL DEFAULT 0;
UPDATE life SET owed = 1 WHERE due > 0 AND body LIKE '%"waivers":%';
CREATE INDEX life_owed ON life (workspace) WHERE owed > 0;
