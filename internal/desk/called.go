package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
)

// mostLike is how many procedures are named beside one that there isn't.
const mostLike = 4

// called refuses a step that is made to name a procedure that there isn't: it would be found out by whoever carries it out. What stood there before stays as it is.
func (d *Desk) called(ctx context.Context, tx Tx, p sop.Procedure, c change) error {
	for key, slug := range manuscript.Calls(c.made) {
		if slug == "" || c.was[key] == slug {
			continue
		}
		there, err := tx.SlugsLike(ctx, p.Workspace, slug)
		if err != nil {
			return err
		}
		if slices.Contains(there, slug) {
			continue
		}
		first, _, _ := strings.Cut(slug, "-")
		like, err := tx.SlugsLike(ctx, p.Workspace, first)
		if err != nil {
			return err
		}
		slices.Sort(like)
		e := &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("There is no procedure “%s” in this workspace, so no step can have it carried out.", slug), Mend: "Write its name as it stands in the address of its page, after /s/."}
		if len(like) > 0 {
			e.Mend = "Choose one that there is, such as " + strings.Join(like[:min(len(like), mostLike)], ", ") + "."
		}
		return e
	}
	return nil
}

// change is what was made of a working copy, and which procedures its steps named before.
type change struct {
	made []sop.Piece
	was  map[string]string
}
