// Package standing is the client's side of what becomes of a procedure: where it stands, and the verbs by which that changes, asked of a workspace's API.
package standing

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
)

// Life is where a procedure stands.
type Life struct {
	Slug   string `json:"slug"`
	Title  string `json:"title"`
	Latest int    `json:"latest"`
	Owner  string `json:"owner"` // an account
	told
}

// told is what the API tells of a life.
type told struct {
	State    life.State    `json:"state"`
	Class    life.Class    `json:"class"`
	Classed  *life.Mark    `json:"classed,omitempty"`
	Deputy   string        `json:"deputy,omitempty"` // an account
	InForce  int           `json:"in_force,omitempty"`
	Due      time.Time     `json:"due,omitzero"`
	Overdue  bool          `json:"overdue"`
	Suspend  *life.Mark    `json:"suspended,omitempty"`
	Retire   *life.Mark    `json:"retired,omitempty"`
	Reviews  []life.Review `json:"reviews"`
	Looks    []life.Look   `json:"looks"`
	Lacks    []Lack        `json:"lacks"`
	None     []NoSecret    `json:"no_secrets,omitempty"` // of the revision in review, or else of the last
	Sendable bool          `json:"sendable"`
	Missing  *life.Missing `json:"missing,omitempty"`
	Untried  []string      `json:"untried,omitempty"` // dry_run, pilot: asked for, and none counts yet
	Barred   string        `json:"barred,omitempty"`  // why one of whoever asks can't count
	Stuck    string        `json:"stuck,omitempty"`   // why that won't come by itself, and what is done about it

	Waiver *life.Emergency `json:"waiver,omitempty"`
	Owed   []Owed          `json:"owed,omitempty"`
}

// NoSecret is a place that looks like a secret, and of which somebody says that it is none.
type NoSecret struct {
	Step        string    `json:"step,omitempty"`
	Where       string    `json:"where"`
	Placeholder string    `json:"placeholder"`
	ID          string    `json:"id"`
	By          string    `json:"by"` // an account
	At          time.Time `json:"at"`
	Reason      string    `json:"reason"`
}

// Owed is a look that is due soon or overdue, with who may do it.
type Owed struct {
	Revision int       `json:"revision"`
	Waiver   bool      `json:"waiver,omitempty"`
	Due      time.Time `json:"due"`
	Overdue  bool      `json:"overdue"`
	Yours    bool      `json:"yours"`
	Who      []string  `json:"who"`
	Words    string    `json:"words"`
}

// Lack is something that the last revision lacks before it can be sent for review.
type Lack struct {
	Place string `json:"place"`
	Step  string `json:"step,omitempty"`
	Text  string `json:"text"`
}

// In gives the newest review in a state; nil when there is none.
func (l *Life) In(s life.State) *life.Review {
	of := life.Life{Reviews: l.Reviews}
	return of.In(s)
}

func path(slug string, more ...string) string {
	return strings.Join(append([]string{"procedures/" + url.PathEscape(slug)}, more...), "/")
}

// Of asks where a procedure stands.
func Of(ctx context.Context, c *remote.Client, slug string) (l Life, err error) {
	if err = c.Call(ctx, remote.Request{Method: http.MethodGet, Path: path(slug), Answer: &l}); err != nil {
		return l, err
	}
	return l, c.Call(ctx, remote.Request{Method: http.MethodGet, Path: path(slug, "life"), Answer: &l.told})
}

// Verb is a change of a procedure's life.
type Verb string

// The verbs.
const (
	Send     Verb = "send"
	Approve  Verb = "approve"
	Reject   Verb = "reject"
	Waive    Verb = "waive"
	Follow   Verb = "follow-up"
	Withdraw Verb = "withdraw"
	Suspend  Verb = "suspend"
	Resume   Verb = "resume"
	Retire   Verb = "retire"
	Reaffirm Verb = "reaffirm"
	Unretire Verb = "unretire"
)

// Signs says that whoever does it signs with their password.
func (v Verb) Signs() bool { return v == Approve || v == Reject || v == Reaffirm }

// Ask is what is asked for.
type Ask struct {
	Slug string
	Verb Verb
	// Words are the reason, the note, or what was altered; Rules what is waived. From is when a revision is to come into force, zero for as soon as it's approved.
	Words  string
	Rules  []string
	From   time.Time
	Urgent bool
	// Wording is why nobody does anything else by what is sent, where only words differ; empty for nothing said. Signs says that whoever approves it knows that they sign that, too.
	Wording string
	Signs   bool
	// Instead is what is used instead of what is retired, by its name in addresses or its address; empty for none.
	Instead string
	// Number is the revision that is sent; 0 for the last. Digest is of the bytes that were looked at, Password the signature.
	Number int
	// Working makes the working copy that revision first: the next one.
	Working          bool
	Digest, Password string
}

// Do does it, and gives where the procedure stands then.
func Do(ctx context.Context, c *remote.Client, a Ask) (Life, error) {
	l, err := Of(ctx, c, a.Slug)
	if err != nil {
		return l, err
	}
	q := remote.Request{Method: http.MethodPost, Answer: &struct{}{}}
	review := ""
	if r := l.About(a.Verb); r != nil {
		review = r.ID
	} else if !slices.Contains([]Verb{Send, Suspend, Resume, Retire, Unretire}, a.Verb) {
		return l, none(a.Verb)
	}
	switch a.Verb {
	case Send:
		if a.Number == 0 {
			a.Number = l.Latest
		}
		body := map[string]any{"number": a.Number, "summary": a.Words, "urgent": a.Urgent}
		if a.Wording != "" {
			body["wording"] = a.Wording
		}
		if a.Working {
			body["working"] = true
		}
		if !a.From.IsZero() {
			body["from"] = a.From
		}
		q.Path, q.Body = path(a.Slug, "reviews"), body
	case Approve, Reject:
		q.Path, q.Body = path(a.Slug, "reviews", review, "decision"), map[string]any{"verdict": a.Verb, "digest": a.Digest, "note": a.Words, "wording": a.Signs, "password": a.Password}
	case Waive:
		q.Path, q.Body = path(a.Slug, "reviews", review, "waiver"), map[string]any{"rules": a.Rules, "reason": a.Words}
	case Follow:
		q.Path, q.Body = path(a.Slug, "reviews", review, "follow-up"), map[string]any{"outcome": a.Words}
	case Withdraw:
		q.Path = path(a.Slug, "reviews", review, "withdraw")
	case Retire:
		body := map[string]any{"reason": a.Words}
		if a.Instead != "" {
			body["instead"] = a.Instead
		}
		q.Path, q.Body = path(a.Slug, "retire"), body
	case Unretire:
		q.Path = path(a.Slug, "unretire")
	case Reaffirm:
		q.Path, q.Body = path(a.Slug, "reaffirm"), map[string]any{"digest": a.Digest, "note": a.Words, "password": a.Password}
	default:
		q.Path, q.Body = path(a.Slug, string(a.Verb)), map[string]any{"reason": a.Words}
	}
	if err := c.Call(ctx, q); err != nil {
		return l, err
	}
	return Of(ctx, c, a.Slug)
}

// About is the review that a verb is about; nil when there is none, or the verb is about the procedure as a whole.
func (l *Life) About(v Verb) *life.Review {
	switch v {
	case Approve, Reject, Waive:
		return l.In(life.InReview)
	case Withdraw:
		if r := l.In(life.InReview); r != nil {
			return r
		}
		return l.In(life.Approved)
	case Follow:
		if all := (&life.Life{Reviews: l.Reviews, Retired: l.Retire}).Owed(); len(all) > 0 {
			return all[0]
		}
		return l.In(life.Effective)
	case Reaffirm:
		return l.In(life.Effective)
	}
	return nil
}

// none says that there is nothing that a verb could be about.
func none(v Verb) error {
	if v == Follow || v == Reaffirm {
		return &sop.Error{Code: sop.Invalid, Message: "No revision is in force.", Mend: "Send one for review first: showhow life send SLUG."}
	}
	return &sop.Error{Code: sop.Invalid, Message: "Nothing is in review.", Mend: "Send a revision for review first: showhow life send SLUG."}
}
