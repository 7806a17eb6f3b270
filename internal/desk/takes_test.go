package desk_test

import (
	"strings"
	"testing"

	"showhow/internal/desk"
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
	one, whole, spoilt := ask(take.Shooting{}).Take, ask(take.Shooting{Whole: true}).Take, ask(take.Shooting{}).Take
	for _, k := range []take.Take{one, whole} {
		for range 2 { // what a worker tells twice counts once
			if err := o.Took(t.Context(), k, sop.Figure{Image: desk.TakeName(k)}); err != nil {
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
