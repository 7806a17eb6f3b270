package retake_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/manuscript"
	"showhow/internal/desk/retake"
	"showhow/internal/desk/retake/merge"
	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/sop/take"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/lives"
	"showhow/internal/store/retakes"
	"showhow/internal/store/sqlite"
)

type noJobs struct{}

func (noJobs) Add(context.Context, string, bool) (int64, error) { return 1, nil }
func (noJobs) Cancel(context.Context, int64) error              { return nil }

type office struct {
	*retake.Desk
	desk   *desk.Desk
	db     *store.DB
	copied []retake.Copying
	fails  error // of copying pictures
}

var (
	ada    = desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}
	rita   = desk.Actor{Workspace: "w", Account: "rita", Role: team.Editor}
	viewer = desk.Actor{Workspace: "w", Account: "vic", Role: team.Viewer}
)

func open(t *testing.T) *office {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	clock := time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)
	now := func() time.Time { clock = clock.Add(time.Second); return clock }
	o := &office{db: db, desk: &desk.Desk{Now: now, NewID: store.NewID, Judge: func(*sop.Command) {}, Do: func(ctx context.Context, do func(desk.Tx, desk.Jobs) error) error {
		return db.Do(ctx, func(tx *store.Tx) error { return do(tx, noJobs{}) })
	}}}
	o.Desk = &retake.Desk{Now: now, NewID: store.NewID, Read: db.Read(), Replace: o.desk.ReplaceIn, Pictures: func(_ context.Context, c retake.Copying) error {
		o.copied = append(o.copied, c)
		return o.fails
	}, Do: func(ctx context.Context, do func(retake.Tx) error) error {
		return db.Do(ctx, func(tx *store.Tx) error { return do(retakes.In(tx)) })
	}}
	if err := db.Do(t.Context(), func(tx *store.Tx) error {
		return tx.AddWorkspace(t.Context(), team.Workspace{ID: "w", Slug: "w", Name: "W"})
	}); err != nil {
		t.Fatal(err)
	}
	return o
}

// drafted is a procedure that somebody drafted from a sample, changed.
func (o *office) drafted(t *testing.T, a desk.Actor, change func(*sop.Revision)) sop.Procedure {
	t.Helper()
	return o.draftedAs(t, a, sop.Wish{}, change)
}

func (o *office) draftedFor(t *testing.T, a desk.Actor, w sop.Wish) sop.Procedure {
	t.Helper()
	return o.draftedAs(t, a, w, nil)
}

func (o *office) draftedAs(t *testing.T, a desk.Actor, w sop.Wish, change func(*sop.Revision)) sop.Procedure {
	t.Helper()
	b, err := os.ReadFile("../../../testdata/recording/release/sop.json")
	if err != nil {
		t.Fatal(err)
	}
	var r sop.Revision
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(&r)
	}
	h, n, err := o.desk.TakeIn(t.Context(), a, desk.Arrival{Upload: store.NewID(), Recording: r.Recording, Blob: "recordings/" + a.Account, Wish: w})
	if err != nil {
		t.Fatal(err)
	}
	if n, _, _, err = o.desk.Begin(t.Context(), n.ID, "worker"); err != nil {
		t.Fatal(err)
	}
	p, ok, err := o.desk.Finish(t.Context(), n, h, r)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	return p
}

func (o *office) edit(t *testing.T, slug, title string) {
	t.Helper()
	p, err := o.db.Read().Procedure(t.Context(), "w", slug)
	if err != nil {
		t.Fatal(err)
	}
	r, err := o.db.Read().Revision(t.Context(), p.ID, p.Latest)
	if err != nil {
		t.Fatal(err)
	}
	s := r.Sections[0].Steps[0]
	s.Title = sop.Claim{Text: title}
	body, _ := json.Marshal(s)
	pieces, err := o.db.Read().Pieces(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	base := 0
	for _, x := range pieces {
		if x.Key == manuscript.StepKey(s.Key) {
			base = x.Version
		}
	}
	if _, err := o.desk.Change(t.Context(), ada, slug, []manuscript.Change{{Key: manuscript.StepKey(s.Key), Base: base, Body: body}}); err != nil {
		t.Fatal(err)
	}
}

// What is taken in is a revision, with all that was written; the draft is out of the way, its words are found once, and whoever recorded it counts among the authors.
func TestTake(t *testing.T) {
	o := open(t)
	was, draft := o.drafted(t, ada, nil), o.drafted(t, rita, nil)
	o.edit(t, was.Slug, "Written by hand.")
	made, err := o.Take(t.Context(), ada, retake.Asked{Slug: was.Slug, Draft: draft.Slug})
	if err != nil {
		t.Fatal(err)
	}
	r, err := o.db.Read().Revision(t.Context(), was.ID, made.Number)
	if err != nil || made.Number != 2 || r.Number != 2 || r.Sections[0].Steps[0].Title.Text != "Written by hand." || len(sop.Validate(&r)) > 0 {
		t.Fatalf("%+v, %v; %v", made, err, sop.Validate(&r))
	}
	if l := r.Later; len(l) != 1 || l[0].Draft != draft.ID || l[0].Number != 2 {
		t.Errorf("%+v", l)
	}
	pieces, err := o.db.Read().Pieces(t.Context(), was.ID)
	if err != nil || manuscript.Dirty(2, pieces) {
		t.Errorf("the working copy differs from the revision: %v", err)
	}
	for to, from := range o.copied[0].Names {
		if to != "r2-"+from || o.copied[0].Draft != draft.ID || o.copied[0].Procedure != was.ID {
			t.Errorf("%+v", o.copied[0])
		}
	}
	if len(o.copied[0].Names) == 0 {
		t.Error("no picture was copied")
	}
	d, err := o.db.Read().Procedure(t.Context(), "w", draft.Slug)
	if err != nil || d.State != sop.TakenIn {
		t.Errorf("%+v, %v", d, err)
	}
	if page, err := o.db.Read().Look(t.Context(), "w", library.Look{Limit: 9}); err != nil || page.Total != 1 || len(page.Procedures) != 1 || page.Procedures[0].ID != was.ID {
		t.Errorf("the library shows %+v, %v", page, err)
	}
	if page, err := o.db.Read().Look(t.Context(), "w", library.Look{Choice: library.Choice{State: sop.TakenIn}, Limit: 9}); err != nil || page.Total != 1 {
		t.Errorf("it isn’t found any more: %+v, %v", page, err)
	}
	wrote, err := lives.Read(o.db).Wrote(t.Context(), was)
	all := ""
	for _, w := range wrote {
		all += w.Account + " " + w.Verb + ";"
	}
	if err != nil || !strings.Contains(all, "rita procedure.recorded_again") || !strings.Contains(all, "ada procedure.recorded_again") {
		t.Errorf("the authors are %s %v", all, err)
	}
	passages := func() (n int) {
		t.Helper()
		f, err := o.db.Read().Search(t.Context(), "w", library.Search{Text: "Jenkins", Limit: 50})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range f {
			if x.Procedure.ID == draft.ID {
				n++
			}
		}
		return n
	}
	if passages() != 0 {
		t.Error("what was taken in is still found by its words")
	}
	o.edit(t, draft.Slug, "It lives on.") // as a procedure by itself
	if passages() == 0 {
		t.Error("what lives on isn’t found by its words")
	}
	if d, err = o.db.Read().Procedure(t.Context(), "w", draft.Slug); err != nil || d.State != sop.Draft {
		t.Errorf("%+v, %v", d, err)
	}
}

// The evidence of what was recorded again is known to the editor: a sentence of it that comes back unchanged isn't its author's.
func TestWhatIsKnownAfterwards(t *testing.T) {
	o := open(t)
	was, draft := o.drafted(t, ada, nil), o.drafted(t, rita, nil)
	if _, err := o.Take(t.Context(), ada, retake.Asked{Slug: was.Slug, Draft: draft.Slug}); err != nil {
		t.Fatal(err)
	}
	taken, err := o.db.Read().Revision(t.Context(), was.ID, 2)
	if err != nil {
		t.Fatal(err)
	}
	o.edit(t, was.Slug, "Otherwise.")
	if _, err := o.desk.Name(t.Context(), ada, was.Slug, ""); err != nil {
		t.Fatal(err)
	}
	o.edit(t, was.Slug, "Otherwise again.")
	s := taken.Sections[0].Steps[0]
	body, _ := json.Marshal(s)
	made, err := o.desk.Change(t.Context(), ada, was.Slug, []manuscript.Change{{Key: manuscript.StepKey(s.Key), Base: 3, Body: body}})
	if err != nil {
		t.Fatal(err)
	}
	var got sop.Step
	if err := json.Unmarshal(made[0].Body, &got); err != nil || got.Title.Evidence.Source == sop.FromAuthor || got.Title.Evidence.Span != s.Title.Evidence.Span {
		t.Errorf("%+v, %v", got.Title, err)
	}
}

// Who may not, what can't be, and what was changed in between are refused, and change nothing.
func TestRefusals(t *testing.T) {
	o := open(t)
	was, draft := o.drafted(t, ada, nil), o.drafted(t, rita, nil)
	ask := retake.Asked{Slug: was.Slug, Draft: draft.Slug}
	seen, err := o.Look(t.Context(), ada, ask)
	if err != nil {
		t.Fatal(err)
	}
	with := func(change func(*retake.Asked)) retake.Asked {
		q := ask
		change(&q)
		return q
	}
	refused := func(what string, a desk.Actor, q retake.Asked, code sop.Code) {
		t.Helper()
		if _, err := o.Take(t.Context(), a, q); sop.CodeOf(err) != code {
			t.Errorf("%s: %v", what, err)
		}
	}
	refused("a viewer", viewer, ask, sop.Forbidden)
	refused("into itself", ada, with(func(q *retake.Asked) { q.Draft = was.Slug }), sop.Invalid)
	refused("of nothing", ada, with(func(q *retake.Asked) { q.Draft = "none" }), sop.NotFound)
	refused("into nothing", ada, with(func(q *retake.Asked) { q.Slug = "none" }), sop.NotFound)
	refused("a step that isn’t there", ada, with(func(q *retake.Asked) { q.Choice.Is = map[string]string{"x": merge.Added} }), sop.Invalid)
	refused("a long note", ada, with(func(q *retake.Asked) { q.Note = strings.Repeat("x", 2001) }), sop.Invalid)
	o.edit(t, was.Slug, "Changed meanwhile.")
	refused("what was looked at before", ada, with(func(q *retake.Asked) { q.Seen = seen.Seen }), sop.Busy)
	o.fails = errors.New("the disk is full")
	if _, err := o.Take(t.Context(), ada, ask); !errors.Is(err, o.fails) {
		t.Errorf("pictures that can’t be copied: %v", err)
	}
	if p, err := o.db.Read().Procedure(t.Context(), "w", was.Slug); err != nil || p.Latest != 1 {
		t.Errorf("something refused changed it: %+v, %v", p, err)
	}
	o.fails = nil
	if _, err := o.Take(t.Context(), ada, ask); err != nil {
		t.Errorf("and then: %v", err)
	}
}

// A picture of another moment is taken of the recording that the moment is of, and stands on the procedure's clock.
func TestPicturesOfTheSecondRecording(t *testing.T) {
	o := open(t)
	was, draft := o.drafted(t, ada, nil), o.drafted(t, rita, nil)
	if _, err := o.Take(t.Context(), ada, retake.Asked{Slug: was.Slug, Draft: draft.Slug}); err != nil {
		t.Fatal(err)
	}
	r, err := o.db.Read().Revision(t.Context(), was.ID, 2)
	if err != nil {
		t.Fatal(err)
	}
	from := r.Later[0].From
	for at, blob := range map[sop.Moment]string{sop.Seconds(2): "recordings/ada", from + sop.Seconds(3): "recordings/rita"} {
		k, err := o.desk.Ask(t.Context(), ada, was.Slug, take.Shooting{At: at})
		if err != nil {
			t.Fatal(err)
		}
		s, ok, err := o.desk.Sit(t.Context(), k.ID)
		if err != nil || !ok || s.Holding.Blob != blob || s.Take.Shooting.At != at-s.From || s.Draft.Number != 1 || s.Draft.Recording != r.Recording {
			t.Fatalf("%v: %+v, %v", at, s.Holding, err)
		}
		own := s.Take.Shooting.At
		if err := o.desk.Took(t.Context(), s, sop.Figure{Image: desk.TakeName(s.Take), At: own, Evidence: sop.Evidence{Source: sop.FromScreen, Span: sop.Span{From: own, To: own}, Frames: []sop.Moment{own}}}); err != nil {
			t.Fatal(err)
		}
		got, err := o.db.Read().Take(t.Context(), was.ID, k.ID)
		if err != nil || got.Made.At != at || got.Made.Evidence.Span.From != at || got.Made.Evidence.Frames[0] != at || got.Shooting.At != at {
			t.Errorf("%v: %+v, %v", at, got.Made, err)
		}
	}
	if _, err := o.desk.Ask(t.Context(), ada, was.Slug, take.Shooting{At: from - sop.Moment(time.Second)}); sop.CodeOf(err) != sop.Invalid {
		t.Errorf("between both: %v", err)
	}
	if _, err := o.desk.Ask(t.Context(), ada, was.Slug, take.Shooting{At: r.End() + sop.Seconds(5)}); sop.CodeOf(err) != sop.Invalid {
		t.Errorf("behind the end: %v", err)
	}
}

// Whoever goes back to the revision before may take the recording in again, as if they never had: what the draft says is there then, and the recording stands once.
func TestBackAndAgain(t *testing.T) {
	o := open(t)
	was := o.drafted(t, ada, nil)
	draft := o.drafted(t, rita, func(r *sop.Revision) {
		for i := range r.Sections {
			for j := range r.Sections[i].Steps {
				s := &r.Sections[i].Steps[j]
				s.Detail = []sop.Claim{{Text: "Now it is otherwise.", Evidence: s.Title.Evidence}}
			}
		}
	})
	ask := retake.Asked{Slug: was.Slug, Draft: draft.Slug}
	once, err := o.Take(t.Context(), ada, ask)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.desk.Restore(t.Context(), ada, was.Slug, 1); err != nil {
		t.Fatal(err)
	}
	again, err := o.Take(t.Context(), ada, ask)
	if err != nil {
		t.Fatal(err)
	}
	a, err := o.db.Read().Revision(t.Context(), was.ID, once.Number)
	b, errB := o.db.Read().Revision(t.Context(), was.ID, again.Number)
	if err := errors.Join(err, errB); err != nil {
		t.Fatal(err)
	}
	if len(b.Later) != 1 || len(sop.Validate(&b)) > 0 {
		t.Errorf("%+v, %v", b.Later, sop.Validate(&b))
	}
	if x, y := asJSON(t, a.Sections), asJSON(t, b.Sections); x != y {
		t.Errorf("the steps are others than the first time:\n%s\n%s", x, y)
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Whoever recorded is an author of the revision that came of it, and not of the one after it; a recording that is taken in once more is named in the note, whichever came after it.
func TestWhoRecordedWhat(t *testing.T) {
	o := open(t)
	was, second := o.drafted(t, ada, nil), o.drafted(t, rita, func(r *sop.Revision) { r.Recording.Name = "second.mp4" })
	third := o.drafted(t, rita, func(r *sop.Revision) { r.Recording.Name = "third.mp4" })
	for i, x := range []struct{ draft, note string }{{second.Slug, "Recorded again (second.mp4)."}, {third.Slug, "Recorded again (third.mp4)."}, {second.Slug, "Recorded again (second.mp4)."}} {
		made, err := o.Take(t.Context(), ada, retake.Asked{Slug: was.Slug, Draft: x.draft})
		if err != nil || made.Note != x.note || made.Number != i+2 {
			t.Fatalf("%+v, %v", made, err)
		}
		wrote, err := lives.Read(o.db).Wrote(t.Context(), was)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range wrote {
			if w.Account == "rita" && !w.At.Before(made.Created) {
				t.Errorf("rita wrote at %v, after revision %d was made at %v", w.At, made.Number, made.Created)
			}
		}
	}
}

// What had to be masked in a procedure's recordings has to be masked in the one by which it is recorded again; one for a procedure that isn't there is a procedure's first.
func TestMaskedAgain(t *testing.T) {
	o := open(t)
	bring := func(w sop.Wish) sop.Wish {
		t.Helper()
		h, _, err := o.desk.TakeIn(t.Context(), rita, desk.Arrival{Upload: store.NewID(), Recording: sop.Recording{Name: "again.mp4"}, Blob: "recordings/again", Wish: w})
		if err != nil {
			t.Fatal(err)
		}
		return h.Wish
	}
	was := o.draftedFor(t, ada, sop.Wish{Mask: []string{"acme", "Ada Lovelace"}})
	second := o.draftedFor(t, rita, sop.Wish{Into: was.Slug, Mask: []string{"acme", "hunter2"}})
	if _, err := o.Take(t.Context(), ada, retake.Asked{Slug: was.Slug, Draft: second.Slug}); err != nil {
		t.Fatal(err)
	}
	if w := bring(sop.Wish{Into: was.Slug, Mask: []string{"blue"}}); !slices.Equal(w.Mask, []string{"blue", "acme", "Ada Lovelace", "hunter2"}) || w.Into != was.Slug {
		t.Errorf("%+v", w)
	}
	if w := bring(sop.Wish{Into: "none", Mask: []string{"blue"}}); !slices.Equal(w.Mask, []string{"blue"}) || w.Into != "" {
		t.Errorf("%+v", w)
	}
}
