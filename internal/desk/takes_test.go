package desk_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/take"
	"showhow/internal/sop/team"
)

func TestAskForAPicture(t *testing.T) {
	o := open(t)
	p, r := o.drafted(t)
	w, h := r.Media.Video.Width, r.Media.Video.Height
	writer := desk.Actor{Workspace: p.Workspace, Account: "bob", Role: team.Editor}
	for _, c := range []struct {
		name string
		in   take.Shooting
		want take.Shooting
		code sop.Code
	}{
		{"a moment", take.Shooting{At: sop.Seconds(1)}, take.Shooting{At: sop.Seconds(1)}, ""},
		{"what reaches out is cut", take.Shooting{Crop: sop.Box{X: w - 10, Y: -5, W: 50, H: 20}, Masks: []sop.Box{{X: -5, Y: -5, W: 10, H: 10}, {X: w, Y: 0, W: 5, H: 5}}},
			take.Shooting{Crop: sop.Box{X: w - 10, W: 10, H: 15}, Masks: []sop.Box{{W: 5, H: 5}}}, ""},
		{"before the beginning", take.Shooting{At: -1}, take.Shooting{}, sop.Invalid},
		{"behind the end", take.Shooting{At: r.Media.Duration + 1}, take.Shooting{}, sop.Invalid},
		{"nothing of it", take.Shooting{Crop: sop.Box{X: w, Y: h, W: 5, H: 5}}, take.Shooting{}, sop.Invalid},
		{"endless masks", take.Shooting{Masks: make([]sop.Box, 65)}, take.Shooting{}, sop.Invalid},
		{"another's picture", take.Shooting{Own: "../../x"}, take.Shooting{}, sop.Invalid},
	} {
		k, err := o.Ask(t.Context(), writer, p.Slug, c.in)
		if sop.CodeOf(err) != c.code && (c.code != "" || err != nil) {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if c.code != "" {
			continue
		}
		got, err := o.db.Read().TakeByID(t.Context(), k.ID)
		if err != nil || got.Shooting.Crop != c.want.Crop || len(got.Shooting.Masks) != len(c.want.Masks) || got.State != take.Waiting || got.Author != "bob" {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
		if len(c.want.Masks) > 0 && got.Shooting.Masks[0] != c.want.Masks[0] {
			t.Errorf("%s: masked in %v", c.name, got.Shooting.Masks)
		}
	}
	if _, err := o.Ask(t.Context(), desk.Actor{Workspace: p.Workspace, Role: team.Viewer}, p.Slug, take.Shooting{}); sop.CodeOf(err) != sop.Forbidden {
		t.Errorf("a viewer: %v", err)
	}
	if _, err := o.Ask(t.Context(), desk.Actor{Workspace: "other", Role: team.Admin}, p.Slug, take.Shooting{}); sop.CodeOf(err) != sop.NotFound {
		t.Errorf("another workspace: %v", err)
	}
}

func TestWhatComesOfATake(t *testing.T) {
	o := open(t)
	p, _ := o.drafted(t)
	writer := desk.Actor{Workspace: p.Workspace, Account: "bob", Role: team.Editor}
	ask := func(s take.Shooting) desk.Sitting {
		t.Helper()
		k, err := o.Ask(t.Context(), writer, p.Slug, s)
		if err != nil {
			t.Fatal(err)
		}
		sitting, ok, err := o.Sit(t.Context(), k.ID)
		if err != nil || !ok || sitting.Holding.Blob == "" || sitting.Draft.Number != 1 {
			t.Fatalf("%+v, %v, %v", sitting, ok, err)
		}
		return sitting
	}
	drawn := func() int {
		t.Helper()
		all, err := o.db.Read().Drawings(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	first, second, spoilt := ask(take.Shooting{}), ask(take.Shooting{Whole: true}), ask(take.Shooting{}).Take
	one, whole := first.Take, second.Take
	for _, s := range []desk.Sitting{first, second} {
		for range 2 { // what a worker tells twice counts once
			if err := o.Took(t.Context(), s, sop.Figure{Image: desk.TakeName(s.Take)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := o.Spoilt(t.Context(), spoilt, sop.Fault{Message: "dark"}); err != nil {
		t.Fatal(err)
	}
	if drawn() != 1 {
		t.Errorf("%d pictures can be used", drawn())
	}
	for k, state := range map[string]take.State{one.ID: take.Done, whole.ID: take.Done, spoilt.ID: take.Failed} {
		if got, err := o.db.Read().Take(t.Context(), p.ID, k); err != nil || got.State != state {
			t.Errorf("%+v, %v", got, err)
		}
		if _, ok, err := o.Sit(t.Context(), k); ok || err != nil {
			t.Errorf("made again: %v, %v", ok, err)
		}
	}
	events, err := o.db.Read().Events(t.Context(), p.Workspace, 100)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range events {
		if e.Verb == "picture.made" && e.Actor == "bob" && e.Target == p.ID {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d lines in the trail", n)
	}
	own := take.Take{ID: "ABC", Shooting: take.Shooting{Own: "XYZ"}}
	if got := desk.TakeName(own); got != "own-xyz-abc.png" || !strings.HasPrefix(desk.TakeName(one), "take-") {
		t.Errorf("named %s", got)
	}
	if id, ok := desk.TakeOf("take/" + one.ID); !ok || id != one.ID {
		t.Error("a job isn't known again")
	}
}

// Who asks for ever more pictures waits for those that are to be made first, and doesn't keep others from theirs; neither does a whole workspace.
func TestTooManyTakes(t *testing.T) {
	o := open(t)
	p, _ := o.drafted(t)
	ask := func(who string) (take.Take, error) {
		return o.Ask(t.Context(), desk.Actor{Workspace: p.Workspace, Account: who, Role: team.Editor}, p.Slug, take.Shooting{})
	}
	count := func(who string) (n int, first take.Take) {
		t.Helper()
		for {
			k, err := ask(who)
			if sop.CodeOf(err) == sop.TooMany && err != nil {
				return n, first
			}
			if err != nil {
				t.Fatal(err)
			}
			if n++; n == 1 {
				first = k
			}
			if n > 100 {
				t.Fatal("there is no bound")
			}
		}
	}
	n, first := count("bob")
	if n != 16 {
		t.Errorf("one person: %d", n)
	}
	if err := o.Took(t.Context(), desk.Sitting{Take: first}, sop.Figure{Image: desk.TakeName(first)}); err != nil {
		t.Fatal(err)
	}
	if again, _ := count("bob"); again != 1 {
		t.Errorf("when one was made: %d more", again)
	}
	for _, who := range []string{"eve", "dan", "kim"} {
		if n, _ := count(who); n != 16 {
			t.Errorf("%s: %d", who, n)
		}
	}
	if n, _ := count("ann"); n != 0 {
		t.Errorf("the whole workspace: %d more", n)
	}
	jobs := o.jobs.last
	if _, err := ask("ann"); sop.CodeOf(err) != sop.TooMany || o.jobs.last != jobs {
		t.Errorf("%v, and %d jobs more", err, o.jobs.last-jobs)
	}
}

// A picture is dropped when nothing uses it any more: no revision, no version of a piece that is kept, and no picture that was made of it.
func TestDropUnused(t *testing.T) {
	o := open(t)
	p, r := o.drafted(t)
	bob := desk.Actor{Workspace: p.Workspace, Account: "bob", Role: team.Editor}
	made := func(s take.Shooting) string {
		t.Helper()
		k, err := o.Ask(t.Context(), bob, p.Slug, s)
		if err == nil {
			err = o.Took(t.Context(), desk.Sitting{Take: k}, sop.Figure{Image: desk.TakeName(k), At: sop.Seconds(1), Crop: sop.Box{W: 5, H: 5}, Width: 5, Height: 5, Evidence: sop.Evidence{Source: sop.FromScreen, Frames: []sop.Moment{sop.Seconds(1)}}})
		}
		if err != nil {
			t.Fatal(err)
		}
		return desk.TakeName(k)
	}
	if _, err := o.Brought(t.Context(), bob, p.Slug, "USED"); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Brought(t.Context(), bob, p.Slug, "IDLE"); err != nil {
		t.Fatal(err)
	}
	shown, undone, idle, own := made(take.Shooting{}), made(take.Shooting{}), made(take.Shooting{}), made(take.Shooting{Own: "USED"})
	step := r.Sections[0].Steps[0]
	all, err := manuscript.Split(&r)
	if err != nil {
		t.Fatal(err)
	}
	key := manuscript.StepKey(step.Key)
	base := 0
	show := func(images ...string) {
		t.Helper()
		var s sop.Step
		if err := json.Unmarshal(all[key].Body, &s); err != nil {
			t.Fatal(err)
		}
		drawn, err := o.db.Read().Drawings(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range drawn {
			if slices.Contains(images, f.Image) {
				f.Alt = sop.Claim{Text: "A picture", Evidence: sop.Evidence{Source: sop.FromAuthor, Confidence: 1}}
				s.Figures = append(s.Figures, f)
			}
		}
		body, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		got, err := o.Change(t.Context(), bob, p.Slug, []manuscript.Change{{Key: key, Base: base, Body: body}})
		if err != nil {
			t.Fatal(err)
		}
		base = got[0].Version
	}
	show(shown)
	if _, err := o.Name(t.Context(), bob, p.Slug, "with a picture"); err != nil {
		t.Fatal(err)
	}
	show(shown, undone)
	show(own) // what was before can be had again by undo
	kept := func() (names []string) {
		t.Helper()
		all, err := o.db.Read().PicturesBefore(t.Context(), o.Now().Add(1000*time.Hour), 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range all {
			names = append(names, k.Name)
		}
		slices.Sort(names)
		return names
	}
	if n := len(kept()); n != 6 {
		t.Fatalf("%d pictures: %v", n, kept())
	}
	var files []string
	drop := func() {
		t.Helper()
		all, err := o.db.Read().PicturesBefore(t.Context(), o.Now(), 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range all {
			if err := o.DropUnused(t.Context(), k, func(k take.Kept) error { files = append(files, k.Name); return nil }); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := o.db.Pool().ExecContext(t.Context(), "UPDATE drawing SET looked = 0 WHERE name = $1", idle); err != nil { // one of an older Showhow
		t.Fatal(err)
	}
	drop()
	if slices.Sort(files); !slices.Equal(files, []string{"IDLE"}) {
		t.Fatalf("dropped %v", files)
	}
	files = nil
	drop()
	want := []string{"USED", own, shown, undone}
	slices.Sort(want)
	if !slices.Equal(files, []string{idle}) || !slices.Equal(kept(), want) {
		t.Errorf("dropped %v, kept %v", files, kept())
	}
	failed := errors.New("the store is away")
	if _, err := o.Brought(t.Context(), bob, p.Slug, "LATER"); err != nil {
		t.Fatal(err)
	}
	err = o.DropUnused(t.Context(), take.Kept{Workspace: p.Workspace, Procedure: p.ID, Name: "LATER", Brought: true, Looked: o.Now()}, func(take.Kept) error { return failed })
	if !errors.Is(err, failed) || len(kept()) != 5 {
		t.Errorf("%v, kept %v", err, kept())
	}
}
