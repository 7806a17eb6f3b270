package current

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"showhow/internal/desk"
	rules "showhow/internal/desk/feedback"
	"showhow/internal/sop"
	"showhow/internal/sop/feedback"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/current"
)

// Feedback reads what was said of steps.
type Feedback interface {
	AllFeedback(ctx context.Context, q feedback.Query) ([]feedback.Feedback, error)
	FeedbackByLink(ctx context.Context, hash string) (feedback.Feedback, error)
	FeedbackCounts(ctx context.Context, procedure string, since time.Time) ([]feedback.Tally, error)
	FeedbackSetting(ctx context.Context, workspace string) (feedback.Setting, error)
}

// Lives reads what is in force.
type Lives interface {
	Life(ctx context.Context, procedure string) (life.Life, error)
	ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error)
}

// How long words may be, in characters, as forms say it; the rules are desk/feedback's.
const (
	mostWords      = 4000
	mostGuestWords = 1000
)

// mostSaid is how much feedback the list shows.
const mostSaid = 50

// Shown is a procedure as somebody looks at it: a revision, or its working copy.
type Shown struct {
	Procedure sop.Procedure
	Number    int
	Working   bool
}

// Say is how feedback is taken beside the steps of what a page shows.
func (p *Pages) Say(r *http.Request, s Shown) (out pages.Say, err error) {
	a := p.Actor(r)
	out = pages.Say{Number: s.Number, Said: r.URL.Query().Get("said"), Most: mostWords}
	if !s.Working && s.Procedure.State != "retired" && a.May(desk.Remark) == nil {
		out.Action = "/s/" + s.Procedure.Slug + "/feedback"
	}
	if a.May(desk.Write) != nil {
		return out, nil
	}
	all, err := p.Feedback.FeedbackCounts(r.Context(), s.Procedure.ID, time.Time{})
	out.Queue, out.Open = "/feedback?procedure="+url.QueryEscape(s.Procedure.Slug), map[string]int{}
	for _, t := range all {
		out.Open[t.Step] += t.Open
	}
	return out, err
}

// SayShared is how feedback is taken on a shared page; nothing where the workspace doesn't allow it.
func (p *Pages) SayShared(r *http.Request, of sop.Procedure) (out pages.Say, err error) {
	x, err := p.Feedback.FeedbackSetting(r.Context(), of.Workspace)
	if err == nil && x.Guests && of.State != "retired" {
		out = pages.Say{Action: "/shared/" + r.PathValue("secret") + "/feedback", Most: mostGuestWords}
	}
	return out, err
}

// longestWait is how long something may say that it has waited on a device.
const longestWait = 366 * 24 * time.Hour

// saying reads what was said from a form.
func saying(r *http.Request) (s rules.Saying, err error) {
	s = rules.Saying{Step: r.FormValue("step"), Kind: feedback.Kind(r.FormValue("kind")), Words: r.FormValue("words"), Execution: r.FormValue("execution"), ID: r.FormValue("id")}
	if len(s.Step) > 200 || len(s.Execution) > 64 {
		return s, &sop.Error{Code: sop.NotFound, Message: "There is no such step in this revision."}
	}
	if n, err := strconv.ParseFloat(r.FormValue("waited"), 64); err == nil && n > 0 {
		s.Waited = time.Duration(min(n, longestWait.Seconds()) * float64(time.Second))
	}
	if n := r.FormValue("revision"); n != "" {
		if s.Number, err = strconv.Atoi(n); err != nil {
			return s, &sop.Error{Code: sop.Invalid, Message: "Which revision is meant can't be read.", Mend: "Say it from the page again."}
		}
	}
	return s, nil
}

// Tell keeps what somebody with an account says of a step.
func (p *Pages) Tell(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	a, slug := p.Actor(r), r.PathValue("slug")
	of, err := p.Library.Procedure(r.Context(), a.Workspace, slug)
	if err != nil {
		return err
	}
	s, err := saying(r)
	if err != nil {
		return err
	}
	if _, err := p.Takes.Say(r.Context(), a, slug, s); err != nil {
		return err
	}
	if r.Header.Get("Accept") == "application/json" { // a page that goes on by itself
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	key := url.QueryEscape(s.Step)
	to := "/s/" + of.Slug
	l, err := p.Lives.Life(r.Context(), of.ID)
	if err != nil {
		return err
	}
	if in := l.In(life.Effective); in == nil || in.Number != s.Number {
		to += "/revisions/" + strconv.Itoa(s.Number)
	}
	to += "?said=" + key + "#step-" + url.PathEscape(s.Step)
	if s.Execution != "" {
		to = "/executions/" + url.PathEscape(s.Execution) + "?step=" + key + "&said=" + key
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// TellShared keeps what somebody without an account says, and shows by which address they look at it again.
func (p *Pages) TellShared(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("X-Robots-Tag", "noindex, nofollow")
	w.Header().Set("Cache-Control", "no-store")
	share, err := p.Shared(r)
	if err != nil {
		return err
	}
	if err := form(w, r); err != nil {
		return err
	}
	s, err := saying(r)
	if err != nil {
		return err
	}
	f, secret, err := p.Takes.SayAsGuest(r.Context(), rules.Visiting{Share: share, Client: p.Client(r)}, s)
	if err != nil {
		return err
	}
	page, err := p.once(r.Context(), f)
	if err != nil {
		return err
	}
	page.Link, page.Back = p.Base(r)+"/said/"+secret, "/shared/"+r.PathValue("secret")
	return p.Show(w, r, http.StatusOK, pages.SaidPage(template.Frame{Static: p.Frame(r).Static, Version: p.Frame(r).Version}, page))
}

// once is what somebody without an account sees of what they said: no names, and nothing of the procedure but what they were shown.
func (p *Pages) once(ctx context.Context, f feedback.Feedback) (page pages.SaidOnce, err error) {
	of, err := p.Lives.ProcedureByID(ctx, f.Workspace, f.Procedure)
	if err != nil {
		return page, err
	}
	page.SaidCard = pages.SaidCard{Feedback: f, Procedure: of.Title, Place: f.Title, Now: p.Now(), Name: func(string) string { return "Whoever looks after it" }}
	return page, nil
}

// Again shows somebody without an account what became of what they said.
func (p *Pages) Again(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("X-Robots-Tag", "noindex, nofollow")
	w.Header().Set("Cache-Control", "no-store")
	f, err := p.Feedback.FeedbackByLink(r.Context(), team.Hash(r.PathValue("secret")))
	if err != nil {
		return err
	}
	page, err := p.once(r.Context(), f)
	if err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, pages.SaidPage(template.Frame{Static: p.Frame(r).Static, Version: p.Frame(r).Version}, page))
}

// List shows what was said: to those who answer all of it, to everybody what they said.
func (p *Pages) List(w http.ResponseWriter, r *http.Request) error {
	return p.list(w, r, pages.Feedback{Saved: r.URL.Query().Has("saved")}, http.StatusOK)
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request, page pages.Feedback, status int) (err error) {
	ctx, a, asked := r.Context(), p.Actor(r), r.URL.Query()
	page.Show, page.Kind, page.Writes, page.Manages, page.Now = asked.Get("show"), feedback.Kind(asked.Get("kind")), a.May(desk.Write) == nil, a.May(desk.Manage) == nil, p.Now()
	if page.Setting, err = p.Feedback.FeedbackSetting(ctx, a.Workspace); err != nil {
		return err
	}
	q := feedback.Query{Workspace: a.Workspace, Kind: page.Kind, Limit: mostSaid + 1}
	switch {
	case page.Show == "mine" || !page.Writes:
		page.Show, q.By = "mine", a.Account
	case page.Show == "closed":
		q.State = feedback.Closed
	case page.Show != "all":
		page.Show, q.State = "open", feedback.Open
	}
	if slug := asked.Get("procedure"); slug != "" {
		of, err := p.Library.Procedure(ctx, a.Workspace, slug)
		if err != nil {
			return err
		}
		page.Procedure, page.Title, q.Procedure = of.Slug, of.Title, of.ID
	}
	all, err := p.Feedback.AllFeedback(ctx, q)
	if err != nil {
		return err
	}
	if page.More = len(all) > mostSaid; page.More {
		all = all[:mostSaid]
	}
	if page.All, err = p.cards(ctx, a, all); err != nil {
		return err
	}
	return p.Show(w, r, status, pages.FeedbackPage(p.Frame(r), page))
}

// place is a procedure with the revision in which feedback on it is placed: the one in force, or else the last.
type place struct {
	sop.Procedure
	r     sop.Revision
	force bool
}

func (p *Pages) place(ctx context.Context, workspace, id string) (x place, err error) {
	if x.Procedure, err = p.Lives.ProcedureByID(ctx, workspace, id); err != nil {
		return x, err
	}
	l, err := p.Lives.Life(ctx, id)
	if err != nil {
		return x, err
	}
	number := x.Latest
	if in := l.In(life.Effective); in != nil {
		number, x.force = in.Number, true
	}
	x.r, err = p.Library.Revision(ctx, id, number)
	return x, err
}

// cards are what was said with what became of their steps.
func (p *Pages) cards(ctx context.Context, a desk.Actor, all []feedback.Feedback) (cards []pages.SaidCard, err error) {
	names, err := p.Names(ctx, a.Workspace)
	if err != nil {
		return nil, err
	}
	places := map[string]place{}
	for _, f := range all {
		x, known := places[f.Procedure]
		if !known {
			if x, err = p.place(ctx, a.Workspace, f.Procedure); err != nil {
				return nil, err
			}
			places[f.Procedure] = x
		}
		cards = append(cards, x.card(f, pages.SaidCard{Feedback: f, Name: names, Now: p.Now(), Writes: a.May(desk.Write) == nil}))
	}
	return cards, nil
}

// sinceWords are what became of a step since it was read.
var sinceWords = map[rules.Since]string{rules.Changed: "; the step has changed since", rules.Gone: "; the step isn’t there any more"}

func (x place) card(f feedback.Feedback, c pages.SaidCard) pages.SaidCard {
	at := "/s/" + x.Slug
	since := rules.SinceOf(f, &x.r)
	c.Procedure, c.At, c.Since, c.Place = x.Title, at, sinceWords[since], f.Title
	step, number := feedback.StepOf(&x.r, f.Step)
	if step != nil {
		c.Place, c.Edit = "Step "+strconv.Itoa(number)+": "+sop.Bare(step.Title.Text), at+"?draft#step-"+f.Step
	}
	c.Read = at + "/revisions/" + strconv.Itoa(f.Number) + "#step-" + f.Step
	if since == rules.Same && x.force {
		c.Read = at + "#step-" + f.Step
	}
	return c
}

// did goes back to the list when a verb was done, or shows why it wasn't.
func (p *Pages) did(w http.ResponseWriter, r *http.Request, f feedback.Feedback, err error) error {
	if err == nil {
		http.Redirect(w, r, "/feedback?show=all&saved#said-"+f.ID, http.StatusSeeOther)
		return nil
	}
	if sop.CodeOf(err) != sop.Invalid {
		return err
	}
	status, fault := p.Told(err)
	return p.list(w, r, pages.Feedback{Fault: fault}, status)
}

// Answer says something to whoever said it.
func (p *Pages) Answer(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	f, err := p.Takes.Answer(r.Context(), p.Actor(r), r.PathValue("feedback"), r.FormValue("note"))
	return p.did(w, r, f, err)
}

// Close says what became of it.
func (p *Pages) Close(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	f, err := p.Takes.Close(r.Context(), p.Actor(r), r.PathValue("feedback"), feedback.Closing{How: feedback.How(r.FormValue("how")), Note: r.FormValue("note")})
	return p.did(w, r, f, err)
}

// Thread makes a thread of it.
func (p *Pages) Thread(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	f, err := p.Takes.Thread(r.Context(), p.Actor(r), r.PathValue("feedback"), r.FormValue("words"))
	return p.did(w, r, f, err)
}

// Allow says whether people without an account may say something.
func (p *Pages) Allow(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	if err := p.Takes.Set(r.Context(), p.Actor(r), feedback.Setting{Guests: r.FormValue("guests") == "yes"}); err != nil {
		return err
	}
	http.Redirect(w, r, "/feedback?saved", http.StatusSeeOther)
	return nil
}
