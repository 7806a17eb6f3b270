package bundle_test

import (
	"bytes"
	"context"
	"encoding/json"
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

// carry has a procedure carried out twice as a trial, two days before the day and two days after it. Each run takes a minute, keeps a text and a picture, and fails at its first step.
func carry(t *testing.T, db *store.DB) {
	t.Helper()
	ctx, clock := t.Context(), day
	d := &desk_execution.Desk{Now: func() time.Time { clock = clock.Add(time.Second); return clock }, NewID: store.NewID, Mask: func(_ context.Context, text string) (string, error) { return text, nil },
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
			{ID: "o" + x.ID, Kind: execution.Opened, Step: step}, {ID: "k" + x.ID, Kind: execution.Kept, Step: step, Text: "<output> “ü”"}, {ID: "p" + x.ID, Kind: execution.Kept, Step: step, Picture: "shot"},
			{ID: "t" + x.ID, Kind: execution.Thought, Step: step, Value: string(execution.Unclear), Text: "Which?"}, {ID: "s" + x.ID, Kind: execution.Settled, Step: step, Outcome: execution.Failed, Text: "no disk"},
			{ID: "e" + x.ID, Kind: execution.Ended, Outcome: execution.Failed, Text: "gave up"}}
		for i := range events {
			events[i].Order = i
		}
		if _, err := d.Go(ctx, tom, x.ID, desk_execution.Batch{Strict: true, Events: events}); err != nil {
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
	if x.Outcome != execution.Failed || x.Reason != "gave up" || len(x.Events) != 6 || len(x.Steps) != 1 || x.Steps[0].Reason != "no disk" || len(x.Evidence) != 2 || !x.Evidence[1].Picture || x.Evidence[1].SHA256 == "" || x.Evidence[0].Number != 1 {
		t.Errorf("%+v", x)
	}
	for name, words := range map[string][]string{
		"index.html": {"executions/index.html"}, "clauses.html": {`<a href="executions/index.html">`, "Proof of execution"}, "executions/index.html": {"Deploy &lt;0&gt;", "s0.html#" + x.ID, "failed", "TOM"},
		"executions/s0.html": {"gave up", "no disk", x.Evidence[1].SHA256, x.Digest, "dry run"},
	} {
		for _, want := range words {
			if !strings.Contains(string(all[name]), want) {
				t.Errorf("%s doesn't say %q", name, want)
			}
		}
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
	return map[string]map[string][]byte{
		"is missing, of which": with(func(c *bundle.CarriedOut) { c.Executions = nil }),
		"isn't in execution":   with(func(c *bundle.CarriedOut) { c.Executions[0].Events = c.Executions[0].Events[:5] }),
		"doesn't vouch for": with(func(c *bundle.CarriedOut) {
			x := &c.Executions[0]
			x.Events = append(x.Events, strings.Replace(x.Events[4], `"id":"s`, `"id":"z`, 1))
		}),
		"isn't what was kept": with(func(c *bundle.CarriedOut) { c.Executions[0].Evidence[0].SHA256 = c.Executions[0].Evidence[1].SHA256 }),
	}
}

// signed are files with a manifest of theirs, signed anew.
func signed(t *testing.T, all map[string][]byte, k checkpoint.Key) map[string][]byte {
	t.Helper()
	m := bundle.Maker{Ask: bundle.Ask{Workspace: team.Workspace{ID: "w", Slug: "ops", Name: "Ops"}, On: day, Made: day.AddDate(0, 1, 0), Program: "test"}, Key: k, Parts: []bundle.Part{{
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
