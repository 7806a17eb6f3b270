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
	// Also are further recordings that are written of the same film.
	Also []Print
	// Set opens the windows before the recording starts; Story is what is recorded.
	Set, Story func(*Show)
}

// Print is a further recording of a film: a folder of its own beside the case's, with the same truth, and its picture scaled. It is for
// cases whose truth has no boxes and no points.
type Print struct {
	// Suffix is put behind the case's name.
	Suffix string
	// Width and Height are the recording's size, Ext its container's file ending, Video ffmpeg's encoding options.
	Width, Height int
	Ext           string
	Video         []string
}
