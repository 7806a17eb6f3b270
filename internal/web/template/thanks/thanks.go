// Package thanks draws what helped.
package thanks

import (
	"fmt"
	"slices"
	"time"

	"showhow/internal/sop/listing"
	"showhow/internal/sop/thanks"
	"showhow/internal/web/template"
)

// Thanks is the page of what helped.
type Thanks struct {
	All  []thanks.Item
	Now  time.Time
	Name func(account string) string
	// Off says that the workspace doesn't show it, Hidden that whoever looks isn't shown, and Manages that they may switch it off for all.
	Off, Hidden, Manages bool
	// Who looks, Remarks that they may thank, and Notes are those that they may see, by the contribution's key.
	Who     string
	Remarks bool
	Notes   map[string][]thanks.Note
	// Words and For are what was typed, and for which contribution, when it was refused.
	Words, For string
	template.Fault
}

// thankable are those of a contribution whom whoever looks may thank.
func (p Thanks) thankable(x thanks.Item) []string {
	if !p.Remarks || slices.Contains(x.Who, p.Who) {
		return nil
	}
	return x.Who
}

// from is who wrote a note, as it is shown.
func (p Thanks) from(n thanks.Note) string {
	if n.From == "" {
		return "Somebody"
	}
	return p.Name(n.From)
}

// typed is what was typed for a contribution.
func (p Thanks) typed(x thanks.Item) string {
	if p.For == x.Key() {
		return p.Words
	}
	return ""
}

// who are the people of a contribution.
func (p Thanks) who(x thanks.Item) string {
	var names []string
	for _, a := range x.Who {
		names = append(names, p.Name(a))
	}
	return listing.And(names)
}

// did is what they did, behind their names.
func (p Thanks) did(x thanks.Item) string {
	by := "somebody"
	if x.By != "" {
		by = p.Name(x.By)
	}
	switch x.Kind {
	case thanks.Suggested:
		return "suggested words that " + by + " took over"
	case thanks.Led:
		return "remarked on something that " + by + " mended"
	case thanks.Found:
		return "found while trying it what " + by + " mended"
	case thanks.Wrote:
		return fmt.Sprintf("wrote revision %d, which came into force", x.Number)
	case thanks.Caught:
		return fmt.Sprintf("rejected revision %d with reasons; a better one came into force", x.Number)
	case thanks.Kept:
		return fmt.Sprintf("looked at revision %d again in time: it holds", x.Number)
	}
	return fmt.Sprintf("wrote revision %d, by which %s came to a good end", x.Number, by)
}
