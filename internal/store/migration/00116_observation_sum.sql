-- +goose Up
-- What is counted of all procedures together, and of each procedure whatever its uses, so that an overview needn't add it all up; a measure '' stands for all of them.
CREATE TABLE observation_total (
	workspace TEXT NOT NULL REFERENCES workspace (id),
	measure TEXT NOT NULL,
	usage TEXT NOT NULL,
	source TEXT NOT NULL,
	in_force BIGINT NOT NULL,
	n BIGINT NOT NULL,
	failed BIGINT NOT NULL,
	PRIMARY KEY (workspace, measure, usage, source, in_force)
);
INSERT INTO observation_total SELECT workspace, measure, usage, source, in_force, SUM(n), SUM(failed) FROM observation_count GROUP BY workspace, measure, usage, source, in_force;
CREATE TABLE observation_rank (
	workspace TEXT NOT NULL REFERENCES workspace (id),
	measure TEXT NOT NULL,
	procedure TEXT NOT NULL REFERENCES procedure (id),
	n BIGINT NOT NULL,
	failed BIGINT NOT NULL,
	PRIMARY KEY (workspace, measure, procedure)
);
CREATE INDEX observation_rank_n ON observation_rank (workspace, measure, n DESC, procedure);
INSERT INTO observation_rank SELECT workspace, measure, procedure, SUM(n), SUM(failed) FROM observation_count GROUP BY workspace, measure, procedure;
INSERT INTO observation_rank SELECT workspace, '', procedure, SUM(n), SUM(failed) FROM observation_count GROUP BY workspace, procedure;
