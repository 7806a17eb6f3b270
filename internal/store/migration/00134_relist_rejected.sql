-- +goose Up
-- What was rejected before that was listed stands as a draft beside its title: it is put right little by little.
INSERT INTO relist (procedure) SELECT p.id FROM procedure p JOIN life l ON l.procedure = p.id WHERE p.state = 'draft' AND l.body LIKE '%"state":"rejected"%' ON CONFLICT (procedure) DO NOTHING;
