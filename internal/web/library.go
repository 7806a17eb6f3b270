package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/web/template"
	"showhow/internal/work"
)

// The most that the library shows.
const (
	mostProcedures = 500
	mostRuns       = 50
	mostHits       = 50
	longestQuery   = 500 // bytes
)

// library is the first page: what is under way, and all procedures.
func (s *site) library(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), actor(r)
	all, err := s.Library.Procedures(ctx, a.Workspace, mostProcedures)
	if err != nil {
		return err
	}
	under, err := s.underWay(ctx, a.Workspace, nil)
	if err != nil {
		return err
	}
	names, err := s.Door.Names(ctx, a.Workspace)
	if err != nil {
		return err
	}
	p := template.Library{Query: strings.TrimSpace(r.URL.Query().Get("q")), All: len(all), Cut: len(all) == mostProcedures, UnderWay: under}
	if p.Query == "" {
		for _, it := range all {
			p.Rows = append(p.Rows, rowOf(it, names))
		}
		return s.page(w, r, http.StatusOK, template.LibraryPage(s.frame(r), p))
	}
	hits, err := s.Finder.Search(ctx, a.Workspace, library.Search{Text: p.Query[:min(len(p.Query), longestQuery)], Limit: mostHits})
	if err != nil {
		return err
	}
	for _, h := range hits {
		row := rowOf(h.Procedure, names)
		row.Where = where[h.Passage.Kind]
		if h.Passage.Step != "" {
			row.Href += "#step-" + h.Passage.Step
		} else if h.Passage.Kind == sop.InStep {
			row.Where = "Before the steps"
		}
		row.Found = stretches(h.Passage.Text)
		p.Rows = append(p.Rows, row)
	}
	return s.page(w, r, http.StatusOK, template.LibraryPage(s.frame(r), p))
}

func rowOf(p sop.Procedure, names func(id string) string) template.LibraryRow {
	return template.LibraryRow{Href: "/s/" + p.Slug, Title: p.Title, Steps: p.Steps, State: string(p.State), Owner: names(p.Owner), Changed: p.Changed, Now: time.Now()}
}

// where tells in words where a passage stands; of a title nothing need be told, it is there anyway.
var where = map[sop.PassageKind]string{sop.InStep: "In a step", sop.InCommand: "In a command", sop.InSpeech: "It was said", sop.InOutput: "In an output"}

// stretches parts a hit's text at its marks.
func stretches(text string) (all []template.Stretch) {
	for i, part := range strings.FieldsFunc("\x00"+text, func(r rune) bool { return r == sop.MarkStart }) {
		hit, rest, ok := strings.Cut(strings.TrimPrefix(part, "\x00"), string(sop.MarkEnd))
		if i == 0 || !ok {
			hit, rest = "", strings.TrimPrefix(part, "\x00")
		}
		if hit != "" {
			all = append(all, template.Stretch{Text: hit, Hit: true})
		}
		if rest != "" {
			all = append(all, template.Stretch{Text: rest})
		}
	}
	return all
}

// faultsStay is how long a failed run stands on top of the library.
const faultsStay = 24 * time.Hour

// underWay are the runs that wait, are worked on, or failed lately and weren't done since; and those of also, whatever became of them.
func (s *site) underWay(ctx context.Context, workspace string, also map[string]bool) (all []template.RunRow, err error) {
	runs, err := s.Runs.Runs(ctx, workspace, mostRuns)
	if err != nil {
		return nil, err
	}
	for _, n := range runs {
		failed := n.State == sop.RunFailed && time.Since(n.Ended) < faultsStay
		if n.State.Over() && !failed && !also[n.ID] {
			continue
		}
		h, err := s.Runs.Holding(ctx, workspace, n.Holding)
		if err != nil {
			return nil, err
		}
		all = append(all, template.RunRow{ID: n.ID, Name: nameOf(h), State: n.State, Stage: work.StageTitle(n.Stage), Percent: percent(n.Fraction), Left: left(n.Left)})
	}
	return all, nil
}

// nameOf is what a recording is called until it has a title.
func nameOf(h sop.Holding) string {
	if h.Wish.Title != "" {
		return h.Wish.Title
	}
	return h.Recording.Name
}

// libraryEvents tells what is under way, as long as the page is open.
func (s *site) libraryEvents(w http.ResponseWriter, r *http.Request) error {
	seen := map[string]bool{}
	return s.stream(w, r, func(ctx context.Context) (event, error) {
		rows, err := s.underWay(ctx, actor(r).Workspace, seen)
		if err != nil {
			return event{}, err
		}
		for _, row := range rows {
			seen[row.ID] = true
		}
		b, err := drawn(ctx, template.UnderWay(rows))
		return event{body: b}, err
	})
}
