package run

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"path"
	"time"

	"showhow/internal/sop"
	"showhow/internal/web/live"
	pages "showhow/internal/web/template/tape"
	"showhow/internal/work"
)

// Run shows how far a recording's draft is; one that is done leads on to the SOP.
func (s *Pages) Run(w http.ResponseWriter, r *http.Request) error {
	p, err := s.drafting(r.Context(), s.Actor(r).Workspace, r.PathValue("run"))
	if err != nil {
		return err
	}
	if p.Done != "" {
		http.Redirect(w, r, p.Done, http.StatusSeeOther)
		return nil
	}
	return s.Show(w, r, http.StatusOK, pages.RunPage(s.Frame(r), p))
}

// RunEvents tells how far it is while the page is open.
func (s *Pages) RunEvents(w http.ResponseWriter, r *http.Request) error {
	return s.Stream(w, r, func(ctx context.Context) (live.Event, error) {
		p, err := s.drafting(ctx, s.Actor(r).Workspace, r.PathValue("run"))
		if err != nil {
			return live.Event{}, err
		}
		b, err := s.Draw(ctx, pages.Progress(p))
		e := live.Event{Body: b, Over: p.State.Over(), Next: "/runs/" + p.ID}
		if p.Done != "" {
			e.Next = p.Done
		}
		return e, err
	})
}

// Cancel stops a run.
func (s *Pages) Cancel(w http.ResponseWriter, r *http.Request) error {
	return s.toRun(w, r, s.Desk.Cancel)
}

// Retry queues a run again.
func (s *Pages) Retry(w http.ResponseWriter, r *http.Request) error {
	return s.toRun(w, r, s.Desk.Retry)
}

// drafting is a run as its page shows it.
func (s *Pages) drafting(ctx context.Context, workspace, id string) (p pages.Run, err error) {
	n, err := s.Runs.Run(ctx, workspace, id)
	if err != nil {
		return p, err
	}
	h, err := s.Runs.Holding(ctx, workspace, n.Holding)
	if err != nil {
		return p, err
	}
	p = pages.Run{ID: n.ID, Name: nameOf(h), File: h.Recording.Name, Size: Size(h.Recording.Size), State: n.State, Fault: n.Fault, Attempt: n.Attempt, Steps: phases(n, h)}
	if n.State == sop.RunDone {
		made, err := s.Library.ProcedureByID(ctx, workspace, n.Procedure)
		if err != nil {
			return p, err
		}
		p.Done = "/s/" + made.Slug
		if h.Wish.Into != "" && made.State == sop.Draft {
			p.Done = "/s/" + h.Wish.Into + "/retake/" + made.Slug
		}
	}
	return p, nil
}

// walks are the stages that are told of, for a recording with pictures and for one of a terminal; each stands for those behind it in the
// order of the stages, up to the next.
var walks = map[bool][]string{
	false: {"intake", "probe", "watch", "read", "listen", "redact", "compose", "figures"},
	true:  {"intake", "replay", "listen", "redact", "compose", "figures"},
}

// leads are stages that count as the one behind them.
var leads = map[string]string{"terminals": "read", "scale": "probe", "files": "figures"}

// phases are a run's stages with what has become of each.
func phases(n sop.Run, h sop.Holding) (all []pages.Phase) {
	stage, at := n.Stage, -1
	if to := leads[stage]; to != "" {
		stage = to
	}
	walk := walks[ofTerminal(h.Recording)]
	if n.State != sop.RunQueued {
		for i, name := range walk {
			if work.StageOrder(name) <= work.StageOrder(stage) {
				at = i
			}
		}
		at = max(at, 0)
	}
	for i, name := range walk {
		p := pages.Phase{Title: work.StageTitle(name), State: pages.Next}
		switch {
		case i < at || n.State == sop.RunDone:
			p.State = pages.Past
		case i == at && n.State == sop.RunRunning:
			p.State, p.Percent, p.Left = pages.Now, percent(n.Fraction), left(n.Left)
			if own := work.StageTitle(n.Stage); own != "" {
				p.Title = own
			}
		case i == at:
			p.State = pages.Halted
		}
		all = append(all, p)
	}
	return all
}

// ofTerminal says whether a recording is one of a terminal: by what was found in it, or until then by its name.
func ofTerminal(r sop.Recording) bool {
	if r.Kind != "" {
		return r.Kind == "cast" || r.Kind == "typescript"
	}
	ext := path.Ext(r.Name)
	return ext == ".cast" || ext == ".typescript"
}

// percent is a fraction in whole per cent; 100 only when it's whole.
func percent(fraction float64) int {
	if fraction >= 1 {
		return 100
	}
	return min(99, int(math.Round(100*max(0, fraction))))
}

// left is the time left in words; empty when it can't be told.
func left(d time.Duration) string {
	switch {
	case d <= 0:
		return ""
	case d < 10*time.Second:
		return "a few seconds left"
	case d < time.Minute:
		return fmt.Sprintf("about %d s left", 10*int((d+9*time.Second)/(10*time.Second)))
	case d < time.Hour:
		return fmt.Sprintf("about %d min left", int((d+30*time.Second)/time.Minute))
	}
	return fmt.Sprintf("about %d h %d min left", int(d/time.Hour), int(d%time.Hour/time.Minute))
}

// Size is a number of bytes in words.
func Size(n int64) string {
	switch {
	case n < 1e6:
		return fmt.Sprintf("%d kB", (n+999)/1000)
	case n < 1e9:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.2f GB", float64(n)/1e9)
}
