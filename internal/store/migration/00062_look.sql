-- +goose Up
-- What somebody saw of a procedure when they last looked, in JSON.
CREATE TABLE look (
	account TEXT NOT NULL,
	procedure TEXT NOT NULL REFERENCES procedure (id),
	body TEXT NOT NULL,
	PRIMARY KEY (account, procedure)
);
