package thanks

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"time"
)

// Key names a contribution, always the same: a link of what it is, what it is of, and where it is seen.
func (x Item) Key() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%d\n%s", x.Kind, x.ID, x.Number, x.Href))
	return fmt.Sprintf("%x", sum[:12])
}

// Note is what somebody wrote to thank another person for a contribution.
type Note struct {
	ID        string `json:"id"`
	Workspace string `json:"-"`
	// Contribution is the key of what it is for.
	Contribution string    `json:"contribution"`
	From         string    `json:"from"`
	To           string    `json:"to"`
	Words        string    `json:"words"`
	At           time.Time `json:"at"`
	// Hidden says that the receiver doesn't want it shown to others.
	Hidden bool `json:"hidden,omitempty"`
}

// Theirs are notes that were written to whoever is shown for the contribution that they are about.
func Theirs(all []Note, shown []Item) []Note {
	who := map[string][]string{}
	for _, x := range shown {
		who[x.Key()] = x.Who
	}
	return slices.DeleteFunc(all, func(n Note) bool { return !slices.Contains(who[n.Contribution], n.To) })
}

// Keys name contributions.
func Keys(all []Item) []string {
	keys := make([]string, len(all))
	for i, x := range all {
		keys[i] = x.Key()
	}
	return keys
}

// Seen are the notes that somebody sees of some that were written: not those whose receiver hid them, or isn't shown; of a giver who isn't shown the name goes. Their own each sees.
func Seen(all []Note, by string, shows func(account string) bool) (out []Note) {
	for _, n := range all {
		own := by != "" && (n.To == by || n.From == by)
		if !own && (n.Hidden || !shows(n.To)) {
			continue
		}
		if n.From != by && !shows(n.From) {
			n.From = ""
		}
		out = append(out, n)
	}
	return out
}
