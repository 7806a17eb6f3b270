package bundle

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// Runs is what is read of executions.
type Runs interface {
	Library
	// Executions are the newest first.
	Executions(ctx context.Context, q execution.Question) ([]execution.Execution, error)
	Events(ctx context.Context, id string) ([]execution.Event, error)
}

// Carried is an execution as auditors are handed it: what it was pinned to, what became of it, and all that was done.
type Carried struct {
	execution.Execution
	// Reason is what was said when it ended.
	Reason   string     `json:"reason,omitempty"`
	Steps    []StepDone `json:"steps"`
	Evidence []Exhibit  `json:"evidence"`
	// Void are the events that count for nothing, by their ids, with the reason.
	Void   map[string]string `json:"void,omitempty"`
	number map[string]int
	// Events are JSON texts, each as the audit trail vouches for it: by the SHA-256 of that very text.
	Events []string `json:"events"`
}

// StepDone is what became of a step, by whom.
type StepDone struct {
	Key      string            `json:"key"`
	Number   int               `json:"number"`
	Title    string            `json:"title"`
	Outcome  execution.Outcome `json:"outcome"`
	By       string            `json:"by"`
	At       time.Time         `json:"at"`
	Observed string            `json:"observed,omitempty"`
	Reason   string            `json:"reason,omitempty"`
	// Approved is who else approved it, where that was asked for.
	Approved string `json:"approved_by,omitempty"`
	Took     int64  `json:"took_seconds"`
}

// Exhibit is a text or a picture that was kept as evidence. The text stands in its event; the picture is a file of its own.
type Exhibit struct {
	Event string `json:"event"`
	Step  string `json:"step,omitempty"`
	// Number is the step's, as pages number them; 0 for what is about no step.
	Number  int  `json:"number,omitempty"`
	Picture bool `json:"picture"`
	// SHA256 is that of the text's or the picture's bytes; empty for a picture that isn't there any more.
	SHA256 string `json:"sha256"`
	Bytes  int    `json:"bytes"`
	// File is where the picture lies in the bundle; LeftOut says that it doesn't, for together they would be too large.
	File    string `json:"file,omitempty"`
	LeftOut bool   `json:"left_out,omitempty"`
}

// CarriedOut is what lies in executions/SLUG.json.
type CarriedOut struct {
	Procedure  string    `json:"procedure"`
	Slug       string    `json:"slug"`
	Title      string    `json:"title"`
	Executions []Carried `json:"executions"`
}

// executionsFile is the page that lists them; a procedure's own lie beside it.
const (
	executionsFile   = "executions/index.html"
	executionsFolder = "executions/"
)

// mostExecutions bounds those of a procedure.
const mostExecutions = 100_000

// The bounds of pictures in one bundle, where no others are given: by them it can still be checked in a browser.
const (
	mostPictureBytes = 512 << 20
	mostPictures     = 10_000
)

// Exhibits gives the pictures that were kept as evidence.
type Exhibits struct {
	// Read gives the bytes of one; nil when there is none.
	Read func(ctx context.Context, execution, name string) ([]byte, error)
	// Bytes and Pictures bound what is put into a bundle of them; 0 for 512 MiB, and 10,000.
	Bytes    int64
	Pictures int
}

// pictures are those that a bundle gets, as they come: what doesn't fit any more is left out, and counted.
type pictures struct {
	Exhibits
	add   func(path string, body []byte) error
	there map[string]bool
	bytes int64
	// Left are how many were left out.
	Left int
}

func (e Exhibits) into(add func(string, []byte) error) *pictures {
	e.Bytes, e.Pictures = cmp.Or(e.Bytes, mostPictureBytes), cmp.Or(e.Pictures, mostPictures)
	return &pictures{Exhibits: e, add: add, there: map[string]bool{}}
}

// put puts a picture in, by its digest: the same one lies there once.
func (p *pictures) put(x *Exhibit, slug string, b []byte) error {
	path := executionsFolder + slug + "/" + x.SHA256 + ".png"
	if !p.there[path] && (p.bytes+int64(len(b)) > p.Bytes || len(p.there) >= p.Pictures) {
		x.LeftOut = true
		p.Left++
		return nil
	}
	x.File = path
	if p.there[path] {
		return nil
	}
	p.there[path] = true
	p.bytes += int64(len(b))
	return p.add(path, b)
}

// Megabytes is how much of pictures a bundle holds at most.
func (p *pictures) Megabytes() int64 { return p.Exhibits.Bytes >> 20 }

// plain says that a name is one that a page gave a picture; a program may have written any into an event.
func plain(name string) bool {
	return strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == ""
}

// Names gives what people of a workspace call an account.
type Names func(ctx context.Context, workspace string) (func(string) string, error)

// Executions is the part with the executions that were begun until the moment, and since the day from which the trail is told; each with all of its events until the bundle is made.
// It must stand before the part with the trail, in which each of its events is vouched for.
func Executions(l Runs, exhibits Exhibits, names Names) Part {
	return Part{
		Chapter:  Chapter{"Executions", executionsFile, "who carried out what, with what outcome, and what was kept as evidence"},
		Evidence: []Evidence{{What: "Proof of execution: who did which step when, what was observed, with what outcome", Where: "executions/…html, …json", ISO27001: "A.5.28", SOC2: "CC5.3", ISO9001: "7.5.3", Href: executionsFile}, {What: "Evidence that was kept, texts and pictures, by its SHA-256; failures, and how they were made good", Where: "executions/…json (evidence, steps), …png", ISO27001: "A.5.28", SOC2: "CC7.4 (unverified)", ISO9001: "10.2 (unverified)", Href: executionsFile}},
		Files: func(ctx context.Context, a Ask, add func(string, []byte) error) error {
			all, err := l.Procedures(ctx, a.Workspace.ID, mostProcedures)
			if err != nil {
				return err
			}
			slices.SortFunc(all, func(a, b sop.Procedure) int {
				return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.Slug, b.Slug))
			})
			name, err := names(ctx, a.Workspace.ID)
			if err != nil {
				return err
			}
			var listed []CarriedOut
			shots := exhibits.into(add)
			for _, p := range all {
				c, err := carriedOut(ctx, l, shots, within{a, p})
				if err == nil && len(c.Executions) > 0 {
					err = c.write(a, name, add)
					listed = append(listed, c.listed())
				}
				if err != nil {
					return err
				}
			}
			return page(add, executionsFile, "executions", map[string]any{"Ask": a, "Moment": a.Moment(), "All": listed, "Name": name, "Pictures": shots})
		},
	}
}

// listed is what the list of all shows of them: what was done in each is written by then, and isn't kept for all at once.
func (c CarriedOut) listed() CarriedOut {
	for i := range c.Executions {
		c.Executions[i] = Carried{Execution: c.Executions[i].Execution}
	}
	return c
}

// within is a procedure of which executions are told.
type within struct {
	Ask
	sop.Procedure
}

func carriedOut(ctx context.Context, l Runs, shots *pictures, w within) (out CarriedOut, err error) {
	out = CarriedOut{Procedure: w.Procedure.ID, Slug: w.Slug, Title: w.Title}
	all, err := l.Executions(ctx, execution.Question{Workspace: w.Ask.Workspace.ID, Procedure: w.Procedure.ID, Limit: mostExecutions})
	if err != nil {
		return out, err
	}
	revisions := map[int]*sop.Revision{}
	for _, x := range all {
		if x.Started.After(w.Moment()) || x.Started.Before(w.From) {
			continue
		}
		if revisions[x.Number] == nil {
			body, err := l.Body(ctx, x.Procedure, x.Number)
			if err == nil {
				revisions[x.Number] = &sop.Revision{}
				err = json.Unmarshal(body, revisions[x.Number])
			}
			if err != nil {
				return out, err
			}
		}
		events, err := l.Events(ctx, x.ID)
		if err != nil {
			return out, err
		}
		c := carried(x, revisions[x.Number], events)
		c.numbers(revisions[x.Number])
		if err := c.exhibit(ctx, events, shots); err != nil {
			return out, err
		}
		out.Executions = append(out.Executions, c)
	}
	return out, nil
}

// carried folds an execution anew.
func carried(x execution.Execution, r *sop.Revision, events []execution.Event) Carried {
	s := execution.Fold(x, r, events)
	c := Carried{Execution: x, Steps: []StepDone{}, Evidence: []Exhibit{}, Void: s.Void, Events: []string{}}
	changed := x.Changed
	c.Summary = s.Summary(x.Mode)
	c.Changed = changed
	if s.End != nil {
		c.Reason = s.End.Text
	}
	for _, p := range execution.Steps(r) {
		st := s.Steps[p.Key]
		if st.Settled == nil {
			continue
		}
		e := st.Settled
		d := StepDone{Key: p.Key, Number: p.Number, Title: sop.Bare(p.Title.Text), Outcome: e.Outcome, By: e.Author, At: e.At, Observed: e.Value, Reason: e.Text, Took: int64(st.Took / time.Second)}
		if a := st.Approved; a != nil && a.Value != "no" {
			d.Approved = a.Author
		}
		c.Steps = append(c.Steps, d)
	}
	return c
}

// numbers notes how pages number the steps, by their keys.
func (c *Carried) numbers(r *sop.Revision) {
	c.number = map[string]int{}
	for _, p := range execution.Steps(r) {
		c.number[p.Key] = p.Number
	}
}

// exhibit adds the events, and tells of the evidence among them.
func (c *Carried) exhibit(ctx context.Context, events []execution.Event, shots *pictures) error {
	for _, e := range events {
		body, err := json.Marshal(e)
		if err != nil {
			return err
		}
		c.Events = append(c.Events, string(body))
		if e.Kind != execution.Kept {
			continue
		}
		if e.Text != "" {
			c.Evidence = append(c.Evidence, Exhibit{Event: e.ID, Step: e.Step, Number: c.number[e.Step], SHA256: digest([]byte(e.Text)), Bytes: len(e.Text)})
		}
		if e.Picture == "" {
			continue
		}
		var b []byte
		if plain(e.Picture) {
			var err error
			if b, err = shots.Read(ctx, c.ID, e.Picture); err != nil {
				return err
			}
		}
		x := Exhibit{Event: e.ID, Step: e.Step, Number: c.number[e.Step], Picture: true, Bytes: len(b)}
		if b != nil {
			x.SHA256 = digest(b)
			if err := shots.put(&x, c.Slug, b); err != nil {
				return err
			}
		}
		c.Evidence = append(c.Evidence, x)
	}
	return nil
}

func (c *CarriedOut) write(a Ask, name func(string) string, add func(string, []byte) error) error {
	body, err := json.MarshalIndent(c, "", " ")
	if err != nil {
		return err
	}
	if err := add(executionsFolder+c.Slug+".json", body); err != nil {
		return err
	}
	return page(add, executionsFolder+c.Slug+".html", "carried", map[string]any{"Ask": a, "Of": c, "Name": name})
}

// page adds a page of one of the templates.
func page(add func(string, []byte) error, path, template string, of any) error {
	var b bytes.Buffer
	if err := pages.ExecuteTemplate(&b, template, of); err != nil {
		return err
	}
	return add(path, b.Bytes())
}
