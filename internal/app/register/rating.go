package register

import (
	"context"
	"fmt"
	"strings"
	"time"

	"showhow/internal/desk/register"
	"showhow/internal/sop"
	nouns "showhow/internal/sop/register"
	kept "showhow/internal/store/register"
)

// process finds one by its name, or its id.
func (r Register) process(ctx context.Context, name string) (nouns.Process, error) {
	all, err := kept.Read(r.db).Processes(ctx, r.who.Workspace)
	for _, p := range all {
		if p.ID == name || strings.EqualFold(p.Name, strings.TrimSpace(name)) {
			return p, nil
		}
	}
	if err == nil {
		err = &sop.Error{Code: sop.NotFound, Message: "There is no process by that name.", Mend: "See showhow processes export for all of them."}
	}
	return nouns.Process{}, err
}

// Asking is who is asked what they think of a process, by its name or id, and for how many days.
type Asking struct {
	Process, For string
	Days         int
}

// Ask makes a link by which one person without an account rates a process, and gives its secret, which is told once, and when it ends.
func (r Register) Ask(ctx context.Context, a Asking) (secret string, until time.Time, err error) {
	p, err := r.process(ctx, a.Process)
	if err != nil {
		return "", until, err
	}
	made, secret, err := Desk(r.db, r.now).Ask(ctx, r.who, register.Asking{Process: p.ID, For: a.For, Life: time.Duration(a.Days) * 24 * time.Hour})
	return secret, made.Expires, err
}

// Said are a process's ratings, each in words, the newest first, and whether people agree: no mean is made of them.
type Said struct {
	Each   [][4]string // whom, state, what they said, why
	Agrees []string
}

// Ratings tells who was asked of a process, and what they said.
func (r Register) Ratings(ctx context.Context, name string) (out Said, err error) {
	p, err := r.process(ctx, name)
	if err != nil {
		return out, err
	}
	all, err := kept.Read(r.db).Ratings(ctx, r.who.Workspace, p.ID)
	for i := range all {
		out.Each = append(out.Each, told(&all[i], r.now()))
	}
	for _, x := range []struct {
		what string
		said nouns.Spread
	}{{"How bad a failure is, 1 to 5", nouns.SaidSeverity(all)}, {"How often it is done", nouns.SaidFrequency(all)}, {"How many can do it alone", nouns.SaidAble(all)}} {
		if x.said.N() > 0 {
			out.Agrees = append(out.Agrees, x.what+": "+x.said.Words)
		}
	}
	return out, err
}

// told is a rating in words, as it stands at a time.
func told(r *nouns.Rating, now time.Time) [4]string {
	state, said := "", []string{}
	switch {
	case !r.Rated.IsZero():
		state = "said " + r.Rated.UTC().Format(time.DateOnly)
	case r.Open(now):
		state = "asked until " + r.Expires.UTC().Format(time.DateOnly)
	default:
		state = "ended"
	}
	if r.Severity > 0 {
		said = append(said, fmt.Sprintf("severity %d", r.Severity))
	}
	if r.Frequency.Known() {
		said = append(said, fmt.Sprintf("%g a %s", r.Frequency.Times, r.Frequency.Per))
	}
	if r.Able != nil {
		said = append(said, fmt.Sprintf("%d able", *r.Able))
	}
	return [4]string{r.For.Name, state, strings.Join(said, ", "), r.Why}
}
