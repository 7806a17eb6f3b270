package bundle_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/bundle"
	"showhow/internal/checkpoint"
	"showhow/internal/desk"
	desk_execution "showhow/internal/desk/execution"
	"showhow/internal/render/rendertest"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/executions"
)

// The pictures that were kept: one under a name of before, one under its digest, by which the trail vouches for it.
var (
	shot    = []byte("a picture")
	vouched = fmt.Sprintf("%x", sha256.Sum256(shot))
)

func exhibit(_ context.Context, id, name string) ([]byte, error) {
	if name == vouched {
		return shot, nil
	}
	return []byte(id + name), nil
}

// carry has a procedure carried out twice as a trial, two days before the day and two days after it. Each run takes a minute, keeps a text and two pictures, and fails at its first step.
func carry(t *testing.T, db *store.DB) {
	t.Helper()
	ctx, clock := t.Context(), day
	d := &desk_execution.Desk{Now: func() time.Time { clock = clock.Add(time.Second); return clock }, NewID: store.NewID, Mask: func(_ context.Context, text string) (string, error) { return text, nil },
		HasPicture: func(context.Context, string, string) (bool, error) { return true, nil },
		Do: func(ctx context.Context, do func(desk_execution.Tx) error) error {
			return db.Do(ctx, func(s *store.Tx) error { return do(executions.In(s)) })
		}}
	step := rendertest.Release().Sections[0].Steps[0].Key
	values := map[string]string{}
	for _, p := range rendertest.Release().Parameters {
		values[p.Name] = "1.2.3"
	}
	tom := desk.Actor{Workspace: "w", Account: "tom", Role: team.Editor}
	for _, days := range []int{-2, 2} {
		clock = day.AddDate(0, 0, days)
		x, err := d.Start(ctx, tom, "s0", desk_execution.Starting{Mode: execution.DryRun, Values: values})
		if err != nil {
			t.Fatal(err)
		}
		events := []execution.Event{
			{ID: "o" + x.ID, Kind: execution.Opened, Step: step}, {ID: "k" + x.ID, Kind: execution.Kept, Step: step, Text: "<output> “ü”"}, {ID: "p" + x.ID, Kind: execution.Kept, Step: step, Picture: "shot"}, {ID: "v" + x.ID, Kind: execution.Kept, Step: step, Picture: vouched},
			{ID: "t" + x.ID, Kind: execution.Thought, Step: step, Value: string(execution.Unclear), Text: "Which?"}, {ID: "s" + x.ID, Kind: execution.Settled, Step: step, Outcome: execution.Failed, Text: "no disk"},
			{ID: "e" + x.ID, Kind: execution.Ended, Outcome: execution.Failed, Text: "gave up"}}
		for i := range events {
			events[i].Order = i
		}
		if _, err := d.Go(ctx, tom, x.ID, desk_execution.Batch{Strict: true, Events: events}); err != nil {
			t.Fatal(err)
		}
		late := []execution.Event{{ID: "a" + x.ID, Kind: execution.Answered, Step: step, Value: "Yes"}, {ID: "w" + x.ID, Kind: execution.Ticked, Step: step, Order: 1}}
		if _, err := d.Go(ctx, tom, x.ID, desk_execution.Batch{Events: late}); err != nil { // counts for nothing, and is told
			t.Fatal(err)
		}
	}
}

// The executions until the day are there, each with its events, outcome and the digests of its evidence; those after it aren't.
func TestExecutions(t *testing.T) {
	path, k := made(t, time.Time{})
	if r, err := bundle.Verify(path, k.Public); err != nil || len(r.Faults) > 0 {
		t.Fatalf("%v, %v", r.Faults, err)
	}
	_, all := files(t, path)
	var c bundle.CarriedOut
	if err := json.Unmarshal(all["executions/s0.json"], &c); err != nil || len(c.Executions) != 1 {
		t.Fatalf("%+v, %v", c, err)
	}
	x := c.Executions[0]
	if x.Outcome != execution.Failed || x.Reason != "gave up" || len(x.Events) != 9 || len(x.Steps) != 1 || x.Steps[0].Reason != "no disk" || len(x.Evidence) != 3 || !x.Evidence[1].Picture || x.Evidence[1].SHA256 == "" || x.Evidence[0].Number != 1 {
		t.Errorf("%+v", x)
	}
	for name, words := range map[string][]string{
		"index.html": {"executions/index.html"}, "clauses.html": {`<a href="executions/index.html">`, "Proof of execution"}, "executions/index.html": {"Deploy &lt;0&gt;", "s0.html#" + x.ID, "failed", "TOM"},
		"executions/s0.html": {`<a href="../executions/s0/` + vouched + `.png">`, "gave up", "no disk", x.Evidence[1].SHA256, x.Digest, "dry run"},
	} {
		for _, want := range words {
			if !strings.Contains(string(all[name]), want) {
				t.Errorf("%s doesn't say %q", name, want)
			}
		}
	}
	for _, k := range x.Evidence[1:] {
		if want, _ := exhibit(t.Context(), x.ID, map[bool]string{true: vouched, false: "shot"}[k.SHA256 == vouched]); k.File != "executions/s0/"+k.SHA256+".png" || !bytes.Equal(all[k.File], want) {
			t.Errorf("%+v: %q", k, all[k.File])
		}
	}
	if strings.Contains(string(all["executions/index.html"]), "in this bundle") {
		t.Error("something is said to be left out")
	}
	if all["executions/s1.json"] != nil {
		t.Error("there are executions of what wasn't carried out")
	}
}

// Whoever makes the manifest and its signature anew, too, is found by the trail: an event changed, dropped or added, an execution dropped, evidence with another digest. The page
// that lies in the bundle finds the same (TestPage).
func TestExecutionsForged(t *testing.T) {
	path, k := made(t, time.Time{})
	_, all := files(t, path)
	for name, change := range forgeries(t, all) {
		if r, err := bundle.Verify(packed(t, signed(t, change, k)), k.Public); err != nil || len(r.Faults) != 1 || !strings.Contains(r.Faults[0], name) {
			t.Errorf("%s: %q, %v", name, r.Faults, err)
		}
	}
	if r, err := bundle.Verify(packed(t, signed(t, all, k)), k.Public); err != nil || len(r.Faults) > 0 {
		t.Errorf("nothing changed: %q, %v", r.Faults, err)
	}
}

// forgeries are files with something about executions changed, by what must be said of it.
func forgeries(t *testing.T, all map[string][]byte) map[string]map[string][]byte {
	t.Helper()
	with := func(change func(c *bundle.CarriedOut)) map[string][]byte {
		var c bundle.CarriedOut
		if err := json.Unmarshal(all["executions/s0.json"], &c); err != nil {
			t.Fatal(err)
		}
		change(&c)
		b, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		out := map[string][]byte{}
		for name, body := range all {
			out[name] = body
		}
		out["executions/s0.json"] = b
		return out
	}
	// another picture in the place of one: of "shot" the bytes alone, of the vouched one its digest, too
	old, other := with(func(*bundle.CarriedOut) {}), digest([]byte("forged"))
	old["executions/s0/"+digest(was(t, all, 1))+".png"] = []byte("forged")
	young := with(func(c *bundle.CarriedOut) {
		c.Executions[0].Evidence[2].SHA256, c.Executions[0].Evidence[2].File = other, "executions/s0/"+other+".png"
	})
	delete(young, "executions/s0/"+vouched+".png")
	young["executions/s0/"+other+".png"] = []byte("forged")
	return map[string]map[string][]byte{
		"kept: event p": old, "kept: event v": young,
		"is missing in":        with(func(c *bundle.CarriedOut) { c.Executions[0].Evidence = c.Executions[0].Evidence[:2] }),
		"is missing, of which": with(func(c *bundle.CarriedOut) { c.Executions = nil }),
		"isn't in execution":   with(func(c *bundle.CarriedOut) { c.Executions[0].Events = c.Executions[0].Events[:8] }),
		"doesn't vouch for": with(func(c *bundle.CarriedOut) {
			x := &c.Executions[0]
			x.Events = append(x.Events, strings.Replace(x.Events[5], `"id":"s`, `"id":"z`, 1))
		}),
		": answered, event": with(func(c *bundle.CarriedOut) {
			x := &c.Executions[0]
			x.Events = append(x.Events, strings.Replace(x.Events[7], "Yes", "No", 1))
		}),
		": ticked, event": with(func(c *bundle.CarriedOut) {
			x := &c.Executions[0]
			x.Events = append(x.Events, strings.Replace(x.Events[8], `"id":"w`, `"id":"z`, 1))
		}),
		"execution forged was begun": with(func(c *bundle.CarriedOut) {
			x := bundle.Carried{Execution: c.Executions[0].Execution, Events: []string{}, Evidence: []bundle.Exhibit{}}
			x.ID, x.Started = "forged", x.Started.Add(time.Hour)
			c.Executions = append(c.Executions, x)
		}),
		"isn't what was kept": with(func(c *bundle.CarriedOut) { c.Executions[0].Evidence[0].SHA256 = c.Executions[0].Evidence[1].SHA256 }),
	}
}

func digest(b []byte) string { return fmt.Sprintf("%x", sha256.Sum256(b)) }

// was is the bytes of a piece of evidence of the execution in a bundle.
func was(t *testing.T, all map[string][]byte, n int) []byte {
	t.Helper()
	var c bundle.CarriedOut
	if err := json.Unmarshal(all["executions/s0.json"], &c); err != nil {
		t.Fatal(err)
	}
	return all[c.Executions[0].Evidence[n].File]
}

// Pictures that don't fit are left out, and the bundle says how many; it is whole all the same.
func TestPicturesLeftOut(t *testing.T) {
	for _, c := range []struct {
		bounds bundle.Exhibits
		left   int
		says   string
	}{
		{bundle.Exhibits{Bytes: int64(len(shot))}, 1, "1 picture that was kept as evidence isn’t"}, {bundle.Exhibits{Pictures: 1}, 1, "isn’t"},
		{bundle.Exhibits{Bytes: 1}, 2, "2 pictures that were kept as evidence aren’t"}, {bundle.Exhibits{Pictures: 2}, 0, ""},
	} {
		path, k := bounded(t, time.Time{}, c.bounds)
		if r, err := bundle.Verify(path, k.Public); err != nil || len(r.Faults) > 0 {
			t.Errorf("%v, %v", r.Faults, err)
		}
		_, all := files(t, path)
		var out bundle.CarriedOut
		if err := json.Unmarshal(all["executions/s0.json"], &out); err != nil {
			t.Fatal(err)
		}
		left := 0
		for _, e := range out.Executions[0].Evidence {
			if e.LeftOut {
				left++
			}
			if e.LeftOut == (e.File != "") && e.Picture || e.Picture && len(e.SHA256) != 64 || e.File != "" && all[e.File] == nil {
				t.Errorf("%+v", e)
			}
		}
		if left != c.left || !strings.Contains(string(all["executions/index.html"]), c.says) || (left > 0) != strings.Contains(string(all["executions/s0.html"]), "picture, not in this bundle") {
			t.Errorf("%+v: %d left out: %s", c, left, all["executions/index.html"])
		}
	}
}

// signed are files with a manifest of theirs, signed anew.
func signed(t *testing.T, all map[string][]byte, k checkpoint.Key) map[string][]byte {
	t.Helper()
	var was bundle.Manifest
	if err := json.Unmarshal(all["manifest.json"], &was); err != nil {
		t.Fatal(err)
	}
	from, _ := time.Parse(time.DateOnly, was.From) // none for its beginning
	m := bundle.Maker{Ask: bundle.Ask{Workspace: team.Workspace{ID: "w", Slug: "ops", Name: "Ops"}, On: day, From: from, Made: day.AddDate(0, 1, 0), Program: "test"}, Key: k, Parts: []bundle.Part{{
		Files: func(_ context.Context, _ bundle.Ask, add func(string, []byte) error) error {
			for _, name := range slices.Sorted(maps.Keys(all)) {
				if name == "manifest.json" || name == "manifest.sig" || name == "key.txt" || name == "verify.html" {
					continue
				}
				if err := add(name, all[name]); err != nil {
					return err
				}
			}
			return nil
		},
	}}}
	var b bytes.Buffer
	if _, err := m.Write(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "signed.zip")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	_, out := files(t, path)
	return out
}
