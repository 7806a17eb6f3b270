-- +goose Up
-- The links that the steps of revisions in force name; not_asked is why one isn't asked, empty for one that is.
CREATE TABLE linked (
	procedure TEXT NOT NULL REFERENCES procedure (id),
	ord BIGINT NOT NULL,
	workspace TEXT NOT NULL REFERENCES workspace (id),
	number BIGINT NOT NULL,
	address TEXT NOT NULL,
	host TEXT NOT NULL,
	not_asked TEXT NOT NULL,
	step TEXT NOT NULL,
	at_step BIGINT NOT NULL,
	PRIMARY KEY (procedure, ord)
);
CREATE INDEX linked_address ON linked (address);
CREATE INDEX linked_workspace ON linked (workspace, address);

-- What was seen of a link, in JSON: it is the same for all workspaces that name it. ranked is its state's place in their order; next is when it may be asked again.
CREATE TABLE link_seen (
	address TEXT PRIMARY KEY,
	host TEXT NOT NULL,
	ranked BIGINT NOT NULL,
	good BIGINT NOT NULL,
	private BIGINT NOT NULL,
	next BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX link_seen_good ON link_seen (private, good);

-- Until when nobody else asks a host.
CREATE TABLE link_host (
	host TEXT PRIMARY KEY,
	until BIGINT NOT NULL
);
