package current_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"showhow/internal/desk"
	rules "showhow/internal/desk/current"
	"showhow/internal/sop"
	nouns "showhow/internal/sop/current"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/store/currents"
)

const wiki = "https://wiki.corp.org/runbook?page=7"

// web answers links; what isn't told answers 200.
type web struct {
	lock    sync.Mutex
	answers map[string]nouns.Answer
	asked   []string
	during  func(address string)
	// leads are addresses of other hosts to which links lead.
	leads map[string]string
}

func (w *web) ask(ctx context.Context, address string, hold func(string) bool) nouns.Answer {
	w.note(address)
	if to := w.leads[address]; to != "" {
		if !hold(to) {
			return nouns.Answer{Outcome: nouns.Later}
		}
		w.note(to)
	}
	if w.during != nil {
		w.during(address)
	}
	if a, ok := w.answers[address]; ok {
		return a
	}
	return ok200
}

// note holds nothing while it is asked: what goes on meanwhile may ask something itself.
func (w *web) note(address string) {
	w.lock.Lock()
	defer w.lock.Unlock()
	w.asked = append(w.asked, address)
}

// count is how often something was asked since it was last counted.
func (w *web) count() int {
	defer func() { w.asked = nil }()
	return len(w.asked)
}

func status(n int) nouns.Answer { return nouns.Answer{Outcome: nouns.Answered, Status: n} }

var (
	ok200  = status(http.StatusOK)
	silent = nouns.Answer{Outcome: nouns.NoAnswer, Said: "nothing listens there"}
	moved  = nouns.Answer{Outcome: nouns.Answered, Status: 200, To: "https://new.org/runbook"}
	untold = nouns.Answer{Outcome: nouns.Untold, Said: "its certificate isn’t trusted here"}
)

// linked is an office whose procedure "release" names the wiki in its second step and a second host in its third, watched.
func linked(t *testing.T, texts ...string) (*office, *web) {
	t.Helper()
	o := openWith(t, func(r *sop.Revision) {
		plain := func(text string) sop.Step { return sop.Step{Key: text[:3], Title: sop.Claim{Text: text}} }
		r.Sections = []sop.Section{{Steps: []sop.Step{plain("One"), plain("Two: see " + wiki + " first."), plain("Three: look at https://grafana.corp.org/d/1.")}}}
		r.Prerequisites, r.Purpose, r.Success = nil, nil, nil
		for i, text := range texts {
			r.Sections[0].Steps = append(r.Sections[0].Steps, plain(fmt.Sprint("X", i, " ", text)))
		}
	})
	w := &web{answers: map[string]nouns.Answer{}}
	o.Watch.Ask, o.Watch.Every = w.ask, 24*time.Hour
	if err := o.CatchUp(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	return o, w
}

// looking goes on day by day, looking as often as there is something to look at.
func (o *office) looking(n int) {
	o.t.Helper()
	for range n {
		o.clock = o.clock.Add(26 * time.Hour)
		o.look()
	}
}

func (o *office) look() {
	o.t.Helper()
	for range 20 {
		more, err := o.LookAround(o.t.Context())
		if err != nil {
			o.t.Fatal(err)
		}
		if !more {
			return
		}
	}
	o.t.Fatal("it never ends")
}

// marked are the watch's on a procedure that hold, as lines.
func (o *office) marked(procedure string) string {
	o.t.Helper()
	all, err := currents.Read(o.db).Flags(o.t.Context(), procedure)
	if err != nil {
		o.t.Fatal(err)
	}
	var lines []string
	for _, f := range all {
		if f.Link != "" {
			lines = append(lines, rules.Because(f))
		}
	}
	return strings.Join(lines, "\n")
}

func (o *office) seen(address string) nouns.Seen {
	o.t.Helper()
	x, err := currents.Read(o.db).Seen(o.t.Context(), address)
	if err != nil {
		o.t.Fatal(err)
	}
	return x
}

// A link that is gone on two days marks the very step that names it, in every workspace, once; one that answers again takes that back, and nothing that people told.
func TestAGoneLinkMarksItsStep(t *testing.T) {
	o, w := linked(t)
	o.look()
	if n := w.count(); n != 2 {
		t.Fatalf("%d were asked, want each once for both workspaces", n)
	}
	o.look()
	if n := w.count(); n != 0 {
		t.Fatalf("%d were asked again on the same day", n)
	}
	w.answers[wiki] = status(404)
	o.looking(1)
	if got := o.marked("p"); got != "" {
		t.Fatalf("one bad day marks: %s", got)
	}
	if x := o.seen(wiki); x.State != nouns.LinkUnsure || x.Bad != nouns.LinkGone || x.Days != 1 {
		t.Errorf("%+v", x)
	}
	o.looking(1)
	want := wiki + " answers 404 since 28 Nov 2026 (step 2)"
	if got := o.marked("p"); got != want {
		t.Fatalf("%s, want %s", got, want)
	}
	if got := o.marked("q"); got != want {
		t.Errorf("the other workspace's: %s", got)
	}
	if p := o.part(ada, "flagged"); len(p.Lines) != 1 || p.Lines[0].Words != want {
		t.Errorf("its owner is told %+v", p.Lines)
	}
	o.looking(3)
	if got := o.marked("p"); got != want {
		t.Errorf("it is marked again: %s", got)
	}
	if n := o.count("SELECT COUNT(*) FROM event WHERE verb = 'procedure.flagged' AND actor = 'clock' AND target = 'p'"); n != 1 {
		t.Errorf("%d lines of the trail", n)
	}
	if _, err := o.Changed(t.Context(), ada, nouns.Change{ID: "told", Kind: nouns.URL, Name: wiki, Why: "It is elsewhere."}); err != nil {
		t.Fatal(err)
	}
	delete(w.answers, wiki)
	o.looking(1)
	if got := o.marked("p"); got != "" {
		t.Errorf("it answers again, and is marked: %s", got)
	}
	all, err := currents.Read(o.db).Flags(t.Context(), "p")
	if err != nil || len(all) != 1 || all[0].By != "ada" {
		t.Errorf("what somebody told is cleared by the watch: %+v, %v", all, err)
	}
	if n := o.count("SELECT COUNT(*) FROM event WHERE verb = 'flag.cleared' AND target = 'p' AND detail = 'change: " + wiki + " answers again'"); n != 1 {
		t.Errorf("%d lines of the trail say that it answers again", n)
	}
	w.answers[wiki] = status(410)
	o.looking(2)
	if got := o.marked("p"); !strings.Contains(got, "answers 410 since 4 Dec 2026") {
		t.Errorf("gone a second time: %s", got)
	}
}

// What each kind of answer comes to, day by day.
func TestWhatAnswersMean(t *testing.T) {
	for name, x := range map[string]struct {
		days  []nouns.Answer
		state nouns.LinkState
		flag  string // a part of it; empty for none
	}{
		"well":                                {[]nouns.Answer{ok200, ok200}, nouns.LinkOK, ""},
		"gone from the first day":             {[]nouns.Answer{status(404), status(404)}, nouns.LinkGone, "answers 404"},
		"gone for a day":                      {[]nouns.Answer{ok200, status(404)}, nouns.LinkUnsure, ""},
		"gone, and there again":               {[]nouns.Answer{status(404), ok200, status(404)}, nouns.LinkUnsure, ""},
		"gone, with a day of 403 between":     {[]nouns.Answer{status(404), status(403), status(404)}, nouns.LinkGone, "answers 404"},
		"sign in":                             {[]nouns.Answer{status(401), status(401), status(401), status(401)}, nouns.LinkUnsure, ""},
		"forbidden":                           {[]nouns.Answer{ok200, status(403), status(403), status(403), status(403)}, nouns.LinkUnsure, ""},
		"too many":                            {[]nouns.Answer{ok200, status(429), status(429), status(429), status(429)}, nouns.LinkUnsure, ""},
		"no certificate":                      {[]nouns.Answer{ok200, untold, untold, untold, untold}, nouns.LinkUnsure, ""},
		"another method":                      {[]nouns.Answer{status(405), status(405), status(405)}, nouns.LinkUnsure, ""},
		"moved":                               {[]nouns.Answer{ok200, moved, moved}, nouns.LinkMoved, "has moved to https://new.org/runbook, seen since 29 Nov 2026"},
		"moved for a day":                     {[]nouns.Answer{ok200, moved, ok200}, nouns.LinkOK, ""},
		"broken":                              {[]nouns.Answer{status(502), status(503), status(500)}, nouns.LinkSilent, "answers 500 since 28 Nov 2026"},
		"broken for two days":                 {[]nouns.Answer{status(502), status(503)}, nouns.LinkUnsure, ""},
		"gone silent":                         {[]nouns.Answer{ok200, silent, status(502), silent}, nouns.LinkSilent, "doesn’t answer since 29 Nov 2026"},
		"silent for two days":                 {[]nouns.Answer{ok200, silent, silent}, nouns.LinkUnsure, ""},
		"silent, gone, silent":                {[]nouns.Answer{ok200, silent, status(404), silent, silent}, nouns.LinkUnsure, ""},
		"never answered":                      {[]nouns.Answer{silent, silent, silent, silent, silent}, nouns.LinkUnsure, ""},
		"never called":                        {[]nouns.Answer{{Outcome: nouns.Refused, Said: "it leads to this machine itself"}}, nouns.LinkNot, ""},
		"silent, and refused on the last day": {[]nouns.Answer{ok200, silent, silent, {Outcome: nouns.Refused}}, nouns.LinkNot, ""},
	} {
		t.Run(name, func(t *testing.T) {
			o, w := linked(t)
			for _, a := range x.days {
				w.answers[wiki] = a
				o.looking(1)
			}
			if got := o.seen(wiki); got.State != x.state {
				t.Errorf("%+v, want %s", got, x.state)
			}
			if got := o.marked("p"); !strings.Contains(got, x.flag) || x.flag == "" && got != "" {
				t.Errorf("%q, want %q", got, x.flag)
			}
		})
	}
}

// When nobody answers, it is our own line that is cut: nothing is marked, until somebody else answers.
func TestOwnLineCut(t *testing.T) {
	o, w := linked(t)
	o.looking(1)
	w.answers[wiki], w.answers["https://grafana.corp.org/d/1"] = silent, silent
	o.looking(5)
	if x := o.seen(wiki); x.State != nouns.LinkSilent {
		t.Errorf("%+v", x)
	}
	if got := o.marked("p"); got != "" {
		t.Fatalf("marked: %s", got)
	}
	w.answers["https://grafana.corp.org/d/1"] = nouns.Answer{Outcome: nouns.Answered, Status: 200, Private: true} // another network
	o.looking(1)
	if got := o.marked("p"); got != "" {
		t.Fatalf("marked for an answer of another network: %s", got)
	}
	delete(w.answers, "https://grafana.corp.org/d/1")
	o.looking(2)
	if got := o.marked("p"); !strings.Contains(got, "doesn’t answer since 29 Nov 2026 (step 2)") {
		t.Errorf("not marked: %s", got)
	}
}

// What somebody settled isn't marked again while the step is as it was; a forge's 404 that was never otherwise is no news.
func TestMarkedOnce(t *testing.T) {
	o, w := linked(t, "The code is at https://github.com/acme/private.")
	w.answers[wiki], w.answers["https://github.com/acme/private"] = status(404), status(404)
	o.looking(3)
	if got := o.marked("p"); strings.Contains(got, "github") || got == "" {
		t.Fatal(got)
	}
	all, _ := currents.Read(o.db).Flags(t.Context(), "p")
	if _, err := o.StillRight(t.Context(), ada, all[0].ID, nouns.FlagStep{Key: all[0].Steps[0].Key, Reason: "It is there with a VPN."}); err != nil {
		t.Fatal(err)
	}
	o.looking(3)
	if got := o.marked("p"); got != "" {
		t.Errorf("marked again: %s", got)
	}
	o.next(func(r *sop.Revision) { r.Sections[0].Steps[1].Title.Text = "Now see " + wiki + "." })
	o.looking(1)
	if got := o.marked("p"); !strings.HasSuffix(got, "(step 2)") {
		t.Errorf("the step is another one, names it, and isn't marked: %s", got)
	}
	o.next(func(r *sop.Revision) { r.Sections[0].Steps[1].Title.Text = "Two" })
	if got := o.marked("p"); got != "" {
		t.Errorf("nothing names it any more: %s", got)
	}
	w.count()
	o.looking(1)
	for _, at := range w.asked {
		if at == wiki && o.count("SELECT COUNT(*) FROM linked WHERE address = $1 AND workspace = 'w'", wiki) > 0 {
			t.Error("it is asked though nothing names it")
		}
	}
}

// next brings a changed revision of "release" into force.
func (o *office) next(change func(*sop.Revision)) {
	o.t.Helper()
	change(&o.r)
	o.r.Number++
	o.do(func(ctx context.Context, s currents.Tx) error {
		p, err := s.HoldProcedure(ctx, "w", "release")
		if err != nil {
			return err
		}
		if err := s.AddRevision(ctx, o.r, sop.Release{Procedure: p.ID, Author: "ada"}); err != nil {
			return err
		}
		l, err := s.Life(ctx, p.ID)
		if err != nil {
			return err
		}
		l.Reviews[len(l.Reviews)-1].State = life.Superseded
		l.Reviews = append(l.Reviews, life.Review{ID: fmt.Sprint("r", o.r.Number), Number: o.r.Number, State: life.Effective, By: "ada", Came: o.clock})
		if err := s.SaveLife(ctx, p, l); err != nil {
			return err
		}
		return o.Follow(ctx, s, rules.Became{Procedure: p, Life: l, Verb: "revision.effective", By: "clock"})
	})
}

// Nothing is open in the database while somebody is asked, whoever is killed then asks nobody twice, and of several servers one asks a host at a time.
func TestAskingIsWrittenDownBefore(t *testing.T) {
	o, w := linked(t, "And https://wiki.corp.org/second.")
	w.during = func(string) {
		o.do(func(ctx context.Context, s currents.Tx) error { // it would wait for ever for one that is open
			_, err := s.HoldHost(ctx, "https://other.org", o.clock, o.clock)
			return err
		})
		if more, err := o.LookAround(t.Context()); more || err != nil { // another server's
			t.Errorf("%v, %v", more, err)
		}
	}
	o.lookOnce()
	hosts := map[string]int{}
	for _, at := range w.asked {
		hosts[strings.SplitN(at, "/", 4)[2]]++
	}
	if len(hosts) != 2 || hosts["wiki.corp.org"] != 1 || hosts["grafana.corp.org"] != 1 {
		t.Fatalf("asked %v", w.asked)
	}
	w.during = nil
	w.count()
	o.clock = o.clock.Add(2 * time.Minute)
	o.look()
	if n := w.count(); n != 1 {
		t.Errorf("%d asked two minutes later, want the host's other one", n)
	}

	killed, cancel := context.WithCancel(t.Context())
	o.clock = o.clock.Add(26 * time.Hour)
	w.during = func(string) { cancel() }
	if _, err := o.LookAround(killed); err == nil {
		t.Error("what broke off is no error")
	}
	before := w.count()
	if x := o.seen(wiki); x.State == nouns.LinkUnsure || before == 0 {
		t.Errorf("what broke off counts as an answer: %+v", x)
	}
	w.during = nil
	o.clock = o.clock.Add(2 * time.Minute)
	o.look()
	o.clock = o.clock.Add(2 * time.Minute)
	o.look()
	if n := w.count(); before+n != 3 {
		t.Errorf("%d asked before and %d after, want each once", before, n)
	}
}

func (o *office) lookOnce() {
	o.t.Helper()
	if _, err := o.LookAround(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
}

// An answer's wish to be left alone is heeded, as is the switch.
func TestLeftAlone(t *testing.T) {
	o, w := linked(t)
	w.answers[wiki] = nouns.Answer{Outcome: nouns.Answered, Status: 429, After: 5 * 24 * time.Hour}
	o.looking(4)
	n := 0
	for _, at := range w.asked {
		if at == wiki {
			n++
		}
	}
	if n != 1 {
		t.Errorf("asked %d times", n)
	}
	o.Watch.Ask = nil
	w.count()
	o.looking(9)
	if n := w.count(); n != 0 {
		t.Errorf("%d asked though it is off", n)
	}
	if _, err := o.Again(t.Context(), ada, wiki); sop.CodeOf(err) != sop.Invalid || !strings.Contains(err.Error(), "links_watch") {
		t.Errorf("%v", err)
	}
}

// Who looks after a procedure has its links asked again, with a line of the trail; others, and too often, are refused.
func TestAgain(t *testing.T) {
	o, w := linked(t, "Not https://ada:pw@a.org/x, nor https://a.org/?token=ghp_0123456789abcdefghijklmnopqrstuvwxyz.")
	for name, x := range map[string]struct {
		who  desk.Actor
		at   string
		want sop.Code
	}{
		"a reader":               {tom, wiki, sop.Forbidden},
		"another editor":         {cyd, wiki, sop.NotFound},
		"another workspace":      {desk.Actor{Workspace: "none", Account: "eve", Role: team.Admin}, wiki, sop.NotFound},
		"a link that isn't":      {max, "https://169.254.169.254/latest", sop.NotFound},
		"one that is never":      {max, "https://a.org/x", sop.Invalid},
		"one that is never, too": {max, "https://a.org", sop.Invalid},
	} {
		if _, err := o.Again(t.Context(), x.who, x.at); sop.CodeOf(err) != x.want {
			t.Errorf("%s: %v, want %s", name, err, x.want)
		}
	}
	if n := w.count(); n != 0 {
		t.Fatalf("%d were asked by who may not", n)
	}
	w.answers[wiki] = status(404)
	for _, who := range []desk.Actor{ada, bob, rob, max} {
		x, err := o.Again(t.Context(), who, wiki)
		if err != nil || x.Status != 404 || x.Days != 1 {
			t.Errorf("%s: %+v, %v", who.Account, x, err)
		}
		if _, err := o.Again(t.Context(), who, wiki); sop.CodeOf(err) != sop.TooMany {
			t.Errorf("at once again: %v", err)
		}
		o.clock = o.clock.Add(11 * time.Minute)
	}
	if n := o.count("SELECT COUNT(*) FROM event WHERE verb = 'link.asked' AND detail = $1", wiki); n != 4 {
		t.Errorf("%d lines of the trail", n)
	}
	if got := o.marked("p"); got != "" {
		t.Errorf("looking often on one day marks: %s", got)
	}
	for who, want := range map[desk.Actor]int{ada: 4, bob: 4, cyd: 0, rob: 4, max: 4, eve: 4} {
		all, counts, err := o.Links(t.Context(), who, nouns.LinkQuery{Limit: 50})
		if err != nil || len(all) != want || want > 0 && (counts[nouns.LinkUnsure] != 1 || counts[nouns.LinkPending] != 1 || counts[nouns.LinkNot] != 2) {
			t.Errorf("%s sees %d, %v, %v, want %d", who.Account, len(all), counts, err, want)
		}
		for _, x := range all {
			if strings.Contains(x.Address, "pw") || strings.Contains(x.Address, "ghp_") || len(x.In) != 1 || x.In[0].Slug != "release" || len(x.In[0].Steps) != 1 {
				t.Errorf("%+v", x)
			}
		}
	}
	if _, _, err := o.Links(t.Context(), tom, nouns.LinkQuery{Limit: 50}); sop.CodeOf(err) != sop.Forbidden {
		t.Errorf("a reader sees them: %v", err)
	}
	one, _, err := o.Links(t.Context(), max, nouns.LinkQuery{State: nouns.LinkNot, Limit: 1, From: 1})
	if err != nil || len(one) != 1 || one[0].Not != nouns.HoldsSecret {
		t.Errorf("%+v, %v", one, err)
	}
}

// Links of what is retired and of archived workspaces aren't asked.
func TestNobodysLinks(t *testing.T) {
	o, w := linked(t)
	o.do(func(ctx context.Context, s currents.Tx) error {
		p, err := s.HoldProcedure(ctx, "w", "release")
		if err != nil {
			return err
		}
		p.State = "retired"
		if err := s.SaveProcedure(ctx, p); err != nil {
			return err
		}
		return s.SaveWorkspace(ctx, team.Workspace{ID: "other", Slug: "other", Name: "other", Archived: o.clock})
	})
	o.look()
	if n := w.count(); n != 0 {
		t.Errorf("%d asked", n)
	}
}

// A link that goes to and fro between two troubles marks a step once for each, as long as that is open.
func TestFlappingMarksOnce(t *testing.T) {
	o, w := linked(t)
	o.look()
	w.answers[wiki] = status(404)
	o.looking(2)
	for range 3 {
		w.answers[wiki] = status(503)
		o.looking(1)
		w.answers[wiki] = status(404)
		o.looking(2)
	}
	if n := len(strings.Split(o.marked("p"), "\n")); n != 1 {
		t.Errorf("%d marks:\n%s", n, o.marked("p"))
	}
}

// An archived workspace is left alone, though another that is open names the same link.
func TestArchivedIsntMarked(t *testing.T) {
	o, w := linked(t)
	o.do(func(ctx context.Context, s currents.Tx) error {
		return s.SaveWorkspace(ctx, team.Workspace{ID: "other", Slug: "other", Name: "other", Archived: o.clock})
	})
	o.look()
	w.answers[wiki] = status(404)
	o.looking(2)
	if o.marked("p") == "" || o.marked("q") != "" {
		t.Errorf("open: %q, archived: %q", o.marked("p"), o.marked("q"))
	}
}

// Links that are asked seldom are marked all the same, after as many looks.
func TestSeldomAsked(t *testing.T) {
	o, w := linked(t)
	o.Watch.Every = 30 * 24 * time.Hour
	o.look()
	w.answers[wiki] = status(404)
	for range 2 {
		o.clock = o.clock.Add(32 * 24 * time.Hour)
		o.look()
	}
	if o.marked("p") == "" {
		t.Errorf("%+v", o.seen(wiki))
	}
}

// Two links that lead to the same host don't ask it at once: the one that comes second is asked again an hour or two later, and what was seen of it stays.
func TestLeadingToOneHost(t *testing.T) {
	const sso = "https://sso.corp.org/in"
	o, w := linked(t)
	o.look()
	first := o.seen(wiki)
	w.leads = map[string]string{}
	for _, at := range w.asked {
		w.leads[at] = sso
	}
	w.count()
	times := func() (n int) {
		for _, at := range w.asked {
			if at == sso {
				n++
			}
		}
		w.count()
		return n
	}
	o.clock = o.clock.Add(26 * time.Hour)
	o.lookOnce()
	o.lookOnce()
	if n := times(); n != 1 {
		t.Fatalf("the host to which both lead is asked %d times in one minute", n)
	}
	waits := wiki
	for at := range w.leads {
		if x := o.seen(at); x.Asked.Before(o.clock.Add(-time.Hour)) {
			waits = at
		}
	}
	if x := o.seen(waits); x.State != nouns.LinkOK || !x.Next.After(o.clock.Add(59*time.Minute)) || x.Next.After(o.clock.Add(2*time.Hour+time.Minute)) || !x.Good.Before(o.clock.Add(-time.Hour)) {
		t.Errorf("the one that waits: %+v (first %+v)", x, first)
	}
	o.clock = o.clock.Add(3 * time.Hour)
	o.lookOnce()
	if n := times(); n != 1 {
		t.Errorf("three hours later it is asked %d times", n)
	}
	if x := o.seen(waits); !x.Good.After(o.clock.Add(-time.Minute)) {
		t.Errorf("it still waits: %+v", x)
	}
	// somebody who has it asked is told why it wasn't
	o.clock = o.clock.Add(time.Hour)
	o.do(func(ctx context.Context, s currents.Tx) error {
		_, err := s.HoldHost(ctx, sso, o.clock, o.clock.Add(time.Minute))
		return err
	})
	if _, err := o.Again(t.Context(), max, waits); sop.CodeOf(err) != sop.TooMany || !strings.Contains(err.Error(), "leads to a host") {
		t.Error(err)
	}
}

// Where a host couldn't be held because of ourselves the link has answered nothing, and is asked again an hour or two later.
func TestAHostThatCannotBeHeld(t *testing.T) {
	o, w := linked(t)
	o.look()
	first := o.seen(wiki)
	w.leads = map[string]string{wiki: "https://sso.corp.org/in"}
	busy, do := errors.New("the database is busy"), o.Do
	o.Do = func(ctx context.Context, f func(rules.Tx) error) error {
		return do(ctx, func(tx rules.Tx) error { return f(unheld{tx, "https://sso.corp.org/in", busy}) })
	}
	o.clock = o.clock.Add(26 * time.Hour)
	if _, err := o.LookAround(t.Context()); !errors.Is(err, busy) {
		t.Error(err)
	}
	x := o.seen(wiki)
	if wait := x.Next.Sub(o.clock); !x.Asked.Equal(first.Asked) || x.State != nouns.LinkOK || wait < time.Hour || wait > 2*time.Hour+time.Minute {
		t.Errorf("%+v, asked again after %v", x, wait)
	}
	o.Do, o.clock = do, o.clock.Add(3*time.Hour)
	o.lookOnce()
	if x := o.seen(wiki); !x.Good.Equal(o.clock) {
		t.Errorf("three hours later: %+v", x)
	}
}

// unheld holds all hosts but one.
type unheld struct {
	rules.Tx
	not  string
	busy error
}

func (u unheld) HoldHost(ctx context.Context, address string, now, until time.Time) (bool, error) {
	if address == u.not {
		return false, u.busy
	}
	return u.Tx.HoldHost(ctx, address, now, until)
}

// What was seen of a link is dropped thirty days after nobody names it, and never while a procedure that isn't retired does.
func TestForgotten(t *testing.T) {
	o, _ := linked(t)
	o.look()
	forget := func() {
		t.Helper()
		if more, err := o.Forget(t.Context()); more || err != nil {
			t.Fatal(more, err)
		}
	}
	o.Watch.Ask = nil // the watch is turned off for long
	o.clock = o.clock.Add(365 * 24 * time.Hour)
	forget()
	if n := o.count("SELECT COUNT(*) FROM link_seen"); n != 2 {
		t.Fatalf("%d are left of those that are named", n)
	}
	rows := func(query string) {
		t.Helper()
		if _, err := o.db.Pool().ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	rows("DELETE FROM linked WHERE address LIKE '%grafana%'")
	rows("UPDATE procedure SET state = 'retired' WHERE id = 'p'")
	o.clock = o.clock.Add(-365*24*time.Hour + 20*24*time.Hour)
	forget()
	if n := o.count("SELECT COUNT(*) FROM link_seen"); n != 2 {
		t.Fatalf("%d are left after twenty days", n)
	}
	o.clock = o.clock.Add(12 * 24 * time.Hour)
	forget()
	if n, left := o.count("SELECT COUNT(*) FROM link_seen"), o.seen(wiki); n != 1 || left.State != nouns.LinkOK {
		t.Fatalf("%d are left, of the wiki %+v: one procedure still names it", n, left)
	}
	if n := o.count("SELECT COUNT(*) FROM link_host"); n != 0 {
		t.Errorf("%d hosts are still held", n)
	}
	rows("UPDATE procedure SET state = 'retired'")
	forget()
	if n := o.count("SELECT COUNT(*) FROM link_seen"); n != 0 {
		t.Errorf("%d are left though all is retired", n)
	}
}
