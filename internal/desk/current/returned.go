package current

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"showhow/internal/desk"
	"showhow/internal/sop/current"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
)

// Returned is what is read of procedures whose last review was rejected.
type Returned interface {
	// OpenOn counts the open threads on some procedures, by their ids.
	OpenOn(ctx context.Context, procedures []string) (map[string]int, error)
	// Restored is when somebody last had some procedures' working copies go back to an earlier revision, by their ids.
	Restored(ctx context.Context, workspace string, procedures []string) (map[string]time.Time, error)
}

// longestNote is how much of what was said at a rejection a line holds, in characters.
const longestNote = 160

// returned are the revisions that were rejected and that somebody has to mend: what they sent, and what is of procedures of theirs or of those whose owner's deputy they are. It ends as soon as another revision is
// sent, the procedure is retired, or somebody goes back to an earlier revision.
func (d *Desk) returned(ctx context.Context, a desk.Actor) (p current.Part, err error) {
	p = current.Part{Key: "rejected", Title: "Rejected, and yours to mend", Why: "Change what was found and send it again, or go back to an earlier revision."}
	if a.Account == "" || a.May(desk.Write) != nil {
		return p, nil
	}
	rows, err := d.Read.Lives(ctx, life.Question{Workspace: a.Workspace, Returned: a.Account, Limit: 2 * current.MostLines})
	if err != nil || len(rows) == 0 {
		return p, err
	}
	var ids []string
	for _, row := range rows {
		ids = append(ids, row.Procedure)
	}
	open, err := d.Read.OpenOn(ctx, ids)
	if err != nil {
		return p, err
	}
	back, err := d.Read.Restored(ctx, a.Workspace, ids)
	if err != nil {
		return p, err
	}
	people, err := d.Read.Known(ctx, a.Workspace)
	for i := range rows {
		row := &rows[i]
		r := row.Returned()
		if r == nil || back[row.Procedure].After(r.Closed) {
			continue
		}
		p.Add(current.Line{Key: row.Slug, Href: "/s/" + row.Slug + "/approval", Title: row.Title, Words: rejected(r, people) + remarks(open[row.Procedure])})
	}
	return p, err
}

// rejected says by whom a revision was rejected, when and why.
func rejected(r *life.Review, people []team.Member) string {
	words := "revision " + strconv.Itoa(r.Number) + ", rejected"
	by, note := r.Why()
	for _, m := range people {
		if m.ID == by && m.Name != "" {
			words += " by " + m.Name
		}
	}
	words += " on " + day(r.Closed)
	if note = strings.Join(strings.Fields(note), " "); note != "" {
		if utf8.RuneCountInString(note) > longestNote {
			note = string([]rune(note)[:longestNote]) + "…"
		}
		words += ": " + note
	}
	return words
}

// remarks says how many threads are open, at the end of a line.
func remarks(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return " (1 open remark)"
	}
	return " (" + strconv.Itoa(n) + " open remarks)"
}
