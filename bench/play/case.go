package play

import (
	"showhow/bench/apps"
)

// Case is a story with its look.
type Case struct {
	// Name is the case's folder; Split is "tune", "redress" or "measure": nothing may be tuned to the last.
	Name, Split string
	Title       string
	Look        Look
	// Hosts are the applications by the first label of their host, Facts what they hold.
	Hosts map[string]string
	Facts apps.Facts
	// Env is added to the environment of the terminals.
	Env []string
	// Secrets are what must not show in a draft.
	Secrets []string
	// Database is the SQL that fills the PostgreSQL server of the case; empty for none.
	Database string
	// Files are put into the home of the terminals, by name.
	Files map[string]string
	// Set opens the windows before the recording starts; Story is what is recorded.
	Set, Story func(*Show)
}
