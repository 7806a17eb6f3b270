package reach_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"showhow/internal/app/reach"
	"showhow/internal/app/workspace"
	"showhow/internal/carry"
	"showhow/internal/config"
	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/standing"
	"showhow/internal/store"
	"showhow/internal/web/door"
)

// crew is a workspace that nothing serves, with procedures, and the tokens of Ada, an administrator, and Kim, a reviewer.
type crew struct {
	*testing.T
	needs workspace.Needs
	ada   string
	kim   string
	admin string // of Ada's, for what administrators do
	notes map[string]string
}

func gathered(t *testing.T, procedures map[string]sop.Revision) crew {
	ctx := t.Context()
	c, err := config.Load([]string{"SHOWHOW_DATA=" + t.TempDir()}, "", false)
	if err != nil {
		t.Fatal(err)
	}
	all := crew{T: t, needs: workspace.Needs{Config: c, Log: slog.New(slog.DiscardHandler), Version: "test"}, notes: map[string]string{}}
	w, err := workspace.Open(ctx, all.needs)
	if err != nil {
		t.Fatal(err)
	}
	g := w.Gate()
	token := func(e gate.Entry, err error) (desk.Actor, string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		a, err := g.Who(ctx, e.Secret)
		if err != nil {
			t.Fatal(err)
		}
		_, token, err := g.AddToken(ctx, a, gate.Want{Name: "cli", Scopes: team.ScopedOf([]string{"read", "write"})})
		if err != nil {
			t.Fatal(err)
		}
		return a, token
	}
	ada, adas := token(g.First(ctx, desk.Actor{Workspace: w.Room().ID, Home: true, Account: door.Here, Role: team.Admin}, gate.Newcomer{Email: "ada@example.com", Name: "Ada", Password: password}, gate.Visit{}))
	in, err := g.Invite(ctx, ada, gate.Newcomer{Email: "kim@example.com", Name: "Kim", Role: team.Reviewer})
	if err != nil {
		t.Fatal(err)
	}
	_, kims := token(g.Accept(ctx, in.Secret, gate.Newcomer{Name: "Kim", Password: password}, gate.Visit{}))
	if _, all.admin, err = g.AddToken(ctx, ada, gate.Want{Name: "admin", Scopes: team.ScopedOf([]string{"read", "write", "admin"})}); err != nil {
		t.Fatal(err)
	}
	all.ada, all.kim, all.notes[adas], all.notes[kims] = adas, kims, t.TempDir(), t.TempDir()
	for slug, r := range procedures {
		if err := w.Store().Do(ctx, func(tx *store.Tx) error {
			if err := tx.AddHolding(ctx, sop.Holding{ID: "h" + slug, Workspace: ada.Workspace}, "u"+slug); err != nil {
				return err
			}
			if err := tx.AddProcedure(ctx, sop.Procedure{ID: "p" + slug, Workspace: ada.Workspace, Slug: slug, Title: slug, Owner: ada.Account, State: sop.Draft, Holding: "h" + slug, Latest: 1}); err != nil {
				return err
			}
			r.Schema, r.Number, r.Title = sop.Schema, 1, sop.Claim{Text: slug}
			return tx.AddRevision(ctx, r, sop.Release{Procedure: "p" + slug, Author: ada.Account})
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return all
}

// does carries a procedure out as whose a token is, by what is typed, and gives what was printed.
func (c crew) does(token, join string, typed ...string) string {
	c.Helper()
	client, done, err := reach.Folder(c.Context(), c.needs, remote.Place{Folder: c.needs.Config.Text("data"), Token: token})
	if err != nil {
		c.Fatal(err)
	}
	defer done()
	var out strings.Builder
	_, err = reach.Carry(c.Context(), carry.Carry{Client: client, Folder: c.needs.Config.Text("data"), Slug: "deploy", Mode: execution.DryRun, Join: join, Notes: c.notes[token], Terminal: carry.Terminal{In: strings.NewReader(strings.Join(typed, "\n") + "\n"), Out: &out}})
	if err != nil && sop.CodeOf(err) != sop.Cancelled {
		c.Errorf("%v", err)
	}
	return out.String()
}

func (c crew) says(out string, want ...string) {
	c.Helper()
	for _, x := range want {
		if !strings.Contains(out, x) {
			c.Errorf("no %q in\n%s", x, out)
		}
	}
}

// execution is the newest of a procedure, with where it stands.
func (c crew) execution(slug string) (x execution.Execution, s execution.State) {
	c.Helper()
	client, done, err := reach.Folder(c.Context(), c.needs, remote.Place{Folder: c.needs.Config.Text("data"), Token: c.ada})
	if err != nil {
		c.Fatal(err)
	}
	defer done()
	var all struct{ Items []execution.Execution }
	var one struct {
		Execution execution.Execution
		State     json.RawMessage
	}
	get := func(path string, v any) {
		if err := client.Call(c.Context(), remote.Request{Method: "GET", Path: path, Answer: v}); err != nil {
			c.Fatal(err)
		}
	}
	get("executions", &all)
	for _, x := range all.Items {
		if x.Slug == slug {
			get("executions/"+x.ID, &one)
			if err := json.Unmarshal(one.State, &s); err != nil {
				c.Fatal(err)
			}
			return one.Execution, s
		}
	}
	c.Fatalf("no execution of %s", slug)
	return x, s
}

// A whole procedure is carried out by two people in terminals: one lets the other sign beside, keeps a picture, carries out the step's own procedure, and hands over; the other comes, takes over and ends it.
func TestCarryTogether(t *testing.T) {
	said := func(key string, c *sop.Conduct) sop.Step {
		return sop.Step{Key: key, Title: sop.Claim{Text: "Do " + key + "."}, Conduct: c}
	}
	c := gathered(t, map[string]sop.Revision{
		"deploy":  {Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{said("sign", &sop.Conduct{Approver: "reviewer"}), said("proof", &sop.Conduct{Wants: []string{"picture"}}), said("part", &sop.Conduct{Procedure: "restore", Revision: 1}), said("last", nil)}}}},
		"restore": {Parameters: []sop.Parameter{{Name: "VERSION"}}, Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{said("inner", nil)}}}},
	})
	out := c.does(c.ada, "", "p", "kim@example.com", "y", "I looked.", "wrong", "p", "ada@example.com", "y", "", password, "p", "kim@example.com", "y", "I looked.", password, "d", "q")
	c.says(out, "It may be Kim.", "Nothing was signed. The e-mail address or the password is wrong", "Nothing was signed. Whoever carries it out can't approve it, too.", "It is approved.", "Step 2 of 4")
	x, s := c.execution("deploy")
	if a := s.Steps["sign"].Approved; a == nil || a.Author == x.By || a.Role != "reviewer" || a.Text != "I looked." {
		t.Errorf("%+v", a)
	}
	shot := filepath.Join(t.TempDir(), "shot.png")
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(shot, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out = c.does(c.ada, "", "v", shot, "y", "d", "d", "o", "1; x", "2.3.1", "q", "d", "o", "f", "It is down.", "f", "It is down.", "o", "2.3.2", "d", "w", "d", "h", "1", "The rest is yours.", "q")
	c.says(out, "Kept as evidence.", "Its own procedure wasn't carried out.", "restore, a part of step 3", "That holds “;”", "The part stays open.", "Its own procedure was begun, and hasn't ended yet.", "Going on with revision 1 of restore", "Its own procedure failed.", "It was carried out.", "Step 4 of 4", "Kim is asked to take it over")
	if p := s.Steps["proof"]; p == nil {
		t.Fatal("no such step")
	}
	inner, _ := c.execution("restore")
	if inner.Parent != x.ID || inner.ParentStep != "part" || inner.Values["VERSION"] != "2.3.2" || inner.Outcome != execution.OK {
		t.Errorf("%+v", inner)
	}
	out = c.does(c.kim, x.ID, "k", "d", "w")
	c.says(out, "Ada leads it.", "You lead it.", "deploy: ok")
	x, s = c.execution("deploy")
	if x.Outcome != execution.OK || s.Lead == x.By || len(s.Steps["proof"].Kept) != 1 || len(s.Steps["proof"].Kept[0].Picture) != 64 || len(x.Doers) != 2 {
		t.Errorf("%+v, %+v", x, s.Steps["proof"])
	}
	if w := s.Steps["part"]; w.Linked == nil || w.Linked.Ref != inner.ID {
		t.Errorf("%+v", w)
	}
}

// A reviewer says how much hangs on a procedure. Who stands in for its owner is for the owner and for administrators to say, by a name; who owns it is for administrators, with a token for that.
func TestClassDeputyOwner(t *testing.T) {
	c := gathered(t, map[string]sop.Revision{"deploy": {}})
	as := func(token string, do func(r *remote.Client)) {
		client, done, err := reach.Folder(t.Context(), c.needs, remote.Place{Folder: c.needs.Config.Text("data"), Token: token})
		if err != nil {
			t.Fatal(err)
		}
		defer done()
		do(client)
	}
	as(c.kim, func(r *remote.Client) {
		people, err := standing.People(t.Context(), r)
		if err != nil || len(people) != 2 || !people[0].Here {
			t.Fatalf("%+v, %v", people, err)
		}
		kim, err := standing.Who(people, "kim")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := standing.Classify(t.Context(), r, "deploy", standing.Classing{Deputy: &kim}); sop.CodeOf(err) != sop.Forbidden {
			t.Errorf("a reviewer makes themselves the deputy: %v", err)
		}
		if l, err := standing.Classify(t.Context(), r, "deploy", standing.Classing{Class: "critical"}); err != nil || l.Deputy != "" || l.Class != "critical" {
			t.Errorf("%+v, %v", l, err)
		}
		if _, err := standing.Classify(t.Context(), r, "deploy", standing.Classing{Class: "low"}); sop.CodeOf(err) != sop.Invalid {
			t.Errorf("less without a reason: %v", err)
		}
		if _, err := standing.Own(t.Context(), r, "deploy", kim); sop.CodeOf(err) != sop.Forbidden {
			t.Errorf("a reviewer gives a procedure away: %v", err)
		}
		if _, err := standing.SetPolicies(t.Context(), r, life.Usual()); sop.CodeOf(err) != sop.Forbidden {
			t.Errorf("a reviewer sets the policy: %v", err)
		}
		if _, err := standing.Who(append(people, standing.Person{ID: "k2", Name: "Kim"}), "Kim"); sop.CodeOf(err) != sop.Invalid {
			t.Errorf("one of two: %v", err)
		}
	})
	as(c.admin, func(r *remote.Client) {
		people, err := standing.People(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		kim, err := standing.Who(people, "Kim")
		if err != nil {
			t.Fatal(err)
		}
		if l, err := standing.Classify(t.Context(), r, "deploy", standing.Classing{Deputy: &kim}); err != nil || l.Deputy != kim || l.Class != "critical" || standing.Named(people, l.Owner) != "Ada" {
			t.Errorf("%+v, %v", l, err)
		}
		if l, err := standing.Own(t.Context(), r, "deploy", kim); err != nil || l.Owner != kim {
			t.Errorf("%+v, %v", l, err)
		}
	})
}
