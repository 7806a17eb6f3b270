package note

import (
	"path/filepath"
	"slices"

	"showhow/internal/remote"
)

// Where is what notes are called by: the folder in which they lie, and the workspace, however it is named. Data is that of one whose folder is opened, and Root its path there, as it was called before.
type Where struct {
	Notes, Data, Root string
	Client            *remote.Client
	// You is the account of who is here, by which the notes of several people who use one account of this machine are told apart; empty where it isn't known.
	You string
}

// Of is the note of a procedure that is carried out for a purpose.
func (w Where) Of(slug, mode string) *Note {
	if w.Data == "" {
		return w.yours(w.Client.Named, slug, mode)
	}
	room := w.Client.Room
	old := []string{w.Data + w.Root, w.Data + "/w/" + room.Slug}
	if room.First {
		old = append(old, w.Data)
	}
	n := w.yours(w.Data+"\n"+room.ID, slug, mode)
	for _, where := range old {
		if n.Passed == nil {
			n.Old = append(n.Old, At(w.Notes, where, slug, mode))
		}
	}
	return n
}

// OfExecution is the note of an execution to which somebody comes that others have begun, or of a part: one for each.
func (w Where) OfExecution(id string) *Note {
	where := w.Client.Named
	if w.Data != "" {
		where = w.Data + "\n" + w.Client.Room.ID
	}
	n := w.yours(where, id)
	n.Of = id
	return n
}

// yours is the note by some names that belongs to who is here: the one that goes by them alone, unless that is another's, or there is one of their own.
func (w Where) yours(names ...string) *Note {
	n := At(w.Notes, names...)
	if w.You == "" {
		return n
	}
	own := At(w.Notes, append(slices.Clone(names), "by "+w.You)...)
	n.Account, own.Account = w.You, w.You
	if there := At(w.Notes, names...); there.Read() == nil && there.Account != "" && there.Account != w.You {
		own.Passed = there
		return own
	}
	if own.exists() {
		return own
	}
	return n
}

// Waiting are the notes of executions and of parts in which something waits to be sent that was done by who is here, or by nobody knows whom; more are looked at, too.
func (w Where) Waiting(more ...*Note) (all []*Note) {
	files, _ := filepath.Glob(filepath.Join(w.Notes, "*.json"))
	for _, f := range files {
		if n := (&Note{path: f}); n.Read() == nil && n.Of != "" && (n.Account == "" || w.You == "" || n.Account == w.You) {
			more = append(more, w.OfExecution(n.Of))
		}
	}
	for _, n := range more {
		had := slices.ContainsFunc(all, func(o *Note) bool { return o.path == n.path })
		if there := (&Note{path: n.path}); !had && there.Read() == nil && len(there.Events) > 0 {
			all = append(all, n)
		}
	}
	return all
}
