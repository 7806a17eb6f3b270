package bundle

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"showhow/internal/render/html"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
)

// Paths within a bundle.
const (
	trailFile      = "trail/trail.json"
	checkpointFile = "trail/checkpoint.txt"
	approvalFile   = "/approval.json"
	revisionFile   = "/sop.json"
)

// Library is what is read of procedures.
type Library interface {
	// Procedures gives at most limit, the last changed first.
	Procedures(ctx context.Context, workspace string, limit int) ([]sop.Procedure, error)
	Lives(ctx context.Context, q life.Question) ([]life.Row, error)
	// Body is a revision as it was written, byte by byte.
	Body(ctx context.Context, procedure string, number int) ([]byte, error)
}

// Approval is what is told of a procedure that was in force: the revision, what became of it until then, and who signed.
type Approval struct {
	Procedure string `json:"procedure"`
	Slug      string `json:"slug"`
	// Title is the revision's.
	Title string `json:"title"`
	// Standing is that of the day, without what Untold names: of that nobody can tell any more what it was then. Now is what stood when the bundle was made.
	Standing
	Now    Standing `json:"now"`
	Untold []string `json:"untold,omitempty"`
	Number int      `json:"number"`
	// Digest is the SHA-256 of sop.json beside it, to which the decisions bind.
	Digest string      `json:"digest"`
	Review life.Review `json:"review"`
	// Looks are those at this revision until the day.
	Looks []life.Look `json:"looks"`
	// Suspended is told when it was suspended then.
	Suspended *life.Mark `json:"suspended,omitempty"`
}

// mostProcedures bounds a bundle.
const mostProcedures = 100_000

// livesAtOnce is how many lives are asked for at a time.
const livesAtOnce = 200

// Shelf is what a bundle reads of procedures. All fields must be set.
type Shelf struct {
	Library
	Pictures
	Names
	Entries
}

// InForce are the procedures of which a revision was in force at the moment that is asked for, by their titles.
func (s Shelf) InForce(ctx context.Context, a Ask) (all []Approval, err error) {
	procedures, err := s.Procedures(ctx, a.Workspace.ID, mostProcedures)
	if err != nil {
		return nil, err
	}
	lines, err := s.altered(ctx, a.Workspace.ID)
	if err != nil {
		return nil, err
	}
	at := a.Moment()
	for part := range slices.Chunk(procedures, livesAtOnce) {
		by := map[string]sop.Procedure{}
		q := life.Question{Workspace: a.Workspace.ID}
		for _, p := range part {
			by[p.ID] = p
			q.Procedures = append(q.Procedures, p.ID)
		}
		rows, err := s.Lives(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			r := row.At(at)
			if r == nil {
				continue
			}
			x := approvalOf(by[row.Procedure], &row.Life, r, at)
			x.back(lines[row.Procedure], at)
			if x.Title, err = s.title(ctx, x); err != nil {
				return nil, err
			}
			all = append(all, x)
		}
	}
	slices.SortFunc(all, func(a, b Approval) int {
		return bytes.Compare([]byte(a.Title+"\x00"+a.Slug), []byte(b.Title+"\x00"+b.Slug))
	})
	return all, nil
}

// title is that of a revision.
func (s Shelf) title(ctx context.Context, x Approval) (string, error) {
	body, err := s.Body(ctx, x.Procedure, x.Number)
	if err != nil {
		return "", err
	}
	var of struct {
		Title sop.Claim `json:"title"`
	}
	err = json.Unmarshal(body, &of)
	return cmp.Or(sop.Bare(of.Title.Text), x.Title), err
}

// approvalOf leaves out what came after the moment.
func approvalOf(p sop.Procedure, l *life.Life, r *life.Review, at time.Time) Approval {
	x := Approval{Procedure: p.ID, Slug: p.Slug, Title: p.Title, Now: Standing{p.Owner, l.Deputy, l.Of()}, Number: r.Number, Digest: r.Digest, Review: *r, Looks: []life.Look{}}
	x.Review.Waivers = slices.Clone(r.Waivers)
	for i := range x.Review.Waivers {
		if w := &x.Review.Waivers[i]; w.Done.After(at) {
			w.Done, w.DoneBy, w.Outcome = time.Time{}, "", ""
		}
	}
	if x.Review.Left.After(at) {
		x.Review.Left, x.Review.State = time.Time{}, life.Effective
	}
	for _, k := range l.Looks {
		if k.Number == r.Number && !k.At.Before(r.Came) && !k.At.After(at) {
			x.Looks = append(x.Looks, k)
		}
	}
	if m := l.Suspended; m != nil && !m.At.After(at) {
		x.Suspended = m
	}
	return x
}

// Pictures gives those of a revision.
type Pictures func(ctx context.Context, procedure string, r *sop.Revision) (html.Assets, error)

// Figures are the pictures of a revision as they are read, those of terminals as vectors, too; one that isn't there any more is left out.
func Figures(r *sop.Revision, read func(image string, vector bool) ([]byte, error)) (html.Assets, error) {
	a := html.Assets{Images: map[string][]byte{}, Vectors: map[string][]byte{}}
	for _, section := range r.Sections {
		for _, step := range section.Steps {
			for _, f := range step.Figures {
				kinds := map[bool]map[string][]byte{false: a.Images}
				if _, _, m := r.Reel(f.At); m.Terminal != nil {
					kinds[true] = a.Vectors
				}
				for vector, all := range kinds {
					if f.Image == "" || all[f.Image] != nil {
						continue
					}
					b, err := read(f.Image, vector)
					if err != nil {
						return a, err
					}
					all[f.Image] = b
				}
			}
		}
	}
	return a, nil
}

// Procedures is the part with the procedures that were in force, each as a page, as the document that it is, and with its approval; and the cover. Names gives
// what people call an account.
func Procedures(s Shelf) Part {
	return Part{Evidence: evidenceOfProcedures, Files: func(ctx context.Context, a Ask, add func(string, []byte) error) error {
		all, err := s.InForce(ctx, a)
		if err != nil {
			return err
		}
		name, err := s.Names(ctx, a.Workspace.ID)
		if err != nil {
			return err
		}
		if err := page(add, "index.html", "cover", map[string]any{"Ask": a, "Moment": a.Moment(), "All": all, "Name": name}); err != nil {
			return err
		}
		if err := page(add, "clauses.html", "clauses", a.Evidence); err != nil {
			return err
		}
		for _, x := range all {
			files, err := s.one(ctx, x, a.Moment())
			if err != nil {
				return err
			}
			for _, f := range files {
				if err := add("procedures/"+x.Slug+f.path, f.body); err != nil {
					return err
				}
			}
		}
		return nil
	}}
}

// named is a file by its name below a procedure's folder.
type named struct {
	path string
	body []byte
}

// one are the files of a procedure.
func (s Shelf) one(ctx context.Context, x Approval, at time.Time) ([]named, error) {
	body, err := s.Body(ctx, x.Procedure, x.Number)
	if err != nil {
		return nil, err
	}
	var v sop.Revision
	if err := json.Unmarshal(body, &v); err != nil {
		return nil, err
	}
	assets, err := s.Pictures(ctx, x.Procedure, &v)
	if err != nil {
		return nil, err
	}
	assets.State = "in force on " + life.Moment(at)
	page, err := html.Render(&v, assets)
	if err != nil {
		return nil, err
	}
	approval, err := json.MarshalIndent(x, "", "  ")
	return []named{{approvalFile, approval}, {revisionFile, body}, {"/sop.html", page}}, err
}

// pages are the cover and the page of clauses.
var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"outcome": func(o execution.Outcome, over bool) string {
		if !over {
			return "not ended"
		}
		return strings.ReplaceAll(string(o), "_", " ")
	},
	"words":  func(s any) string { return strings.ReplaceAll(fmt.Sprint(s), "_", " ") },
	"day":    func(t time.Time) string { return t.UTC().Format("2 Jan 2006") },
	"moment": func(t time.Time) string { return t.UTC().Format("2 Jan 2006, 15:04:05 UTC") },
}).ParseFS(sources, "page.html", "executions.html"))
