package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/sqlite"
)

// The parts of which procedures are put together.
var (
	verbs    = strings.Fields("Restart Rotate Restore Deploy Resize Migrate Drain Renew Revoke Archive Import Export Unlock Reindex Upgrade")
	things   = strings.Fields("database cluster queue certificate gateway bucket mailbox index volume pipeline firewall cache schema tenant licence")
	places   = strings.Fields("Frankfurt Oslo Dublin Tokyo Sydney Toronto Madrid Vienna Prague Lisbon Seoul Lima")
	programs = []string{"kubectl rollout restart deployment/%s", "pg_dump --dbname %s", "systemctl restart %s", "terraform apply -target=module.%s", "ansible-playbook %s.yml", "aws s3 sync ./%s s3://ops", "helm upgrade %s charts/app"}
	hosts    = strings.Fields("kubectl pg_dump systemctl terraform ansible-playbook aws helm")
	reasons  = []string{"It takes new settings only when it begins anew.", "Nobody may write while it is copied.", "The old one expires at midnight.", "Customers see an error until this is done."}
)

// fill makes procedures in a workspace's database, each with its revision and what is found of it. The same count gives the same ones.
func fill(ctx context.Context, data string, count int) error {
	db, err := sqlite.Open(ctx, filepath.Join(data, "showhow.db"))
	if err != nil {
		return err
	}
	defer db.Close()
	dice := rand.New(rand.NewPCG(1, 2))
	home := store.NewID()
	if err := db.Do(ctx, func(tx *store.Tx) error {
		return tx.AddWorkspace(ctx, team.Workspace{ID: home, Slug: "main", Name: "Load", Created: time.Now()})
	}); err != nil {
		return err
	}
	const batch = 200
	for n := 0; n < count; n += batch {
		if err := db.Do(ctx, func(tx *store.Tx) error {
			for i := n; i < min(n+batch, count); i++ {
				if err := add(ctx, tx, made{home, i, dice}); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	fmt.Printf("%d procedures in %s\n", count, data)
	return nil
}

// made is one procedure to be made.
type made struct {
	workspace string
	n         int
	dice      *rand.Rand
}

func (m made) of(all []string) string { return all[m.dice.IntN(len(all))] }

func add(ctx context.Context, tx *store.Tx, m made) error {
	thing, place, now := m.of(things), m.of(places), time.Now().Add(-time.Duration(m.n)*time.Minute)
	title := fmt.Sprintf("%s the %s of %s %d", m.of(verbs), thing, place, m.n)
	said := func(text string, at int) sop.Claim {
		return sop.Claim{Text: text, Evidence: sop.Evidence{Source: sop.FromScreen, Span: sop.Span{From: sop.Seconds(float64(at)), To: sop.Seconds(float64(at + 2))}, Actions: []string{"a1"}, Confidence: 1}}
	}
	r := sop.Revision{
		Schema: sop.Schema, Number: 1, Template: "generic", Generator: "bench/load", Recording: sop.Recording{Name: "load.cast", Kind: "cast"}, Media: sop.Media{Container: "cast", Duration: sop.Seconds(600), Terminal: &sop.TerminalStream{Columns: 80, Rows: 24}},
		Title: said(title, 0), Actions: []sop.Action{{ID: "a1", Kind: sop.RunCommand, Command: &sop.CommandLine{Text: "true"}}},
		Sections: []sop.Section{{Kind: sop.Perform, Title: "Steps"}},
	}
	passages := []library.Passage{{Kind: library.InTitle, Text: title}}
	steps := 5 + m.dice.IntN(20)
	for i := range steps {
		command := fmt.Sprintf(m.of(programs), thing+"-"+strings.ToLower(place))
		st := sop.Step{Key: fmt.Sprintf("step-%d", i+1), Kind: sop.StepCommand, Title: said(fmt.Sprintf("%s the %s in %s.", m.of(verbs), m.of(things), place), i*20), Why: []sop.Claim{said(m.of(reasons), i*20)}, Actions: []string{"a1"}}
		st.Evidence = st.Title.Evidence
		st.Commands = []sop.Command{{Text: command, Shell: "shell", Class: sop.Changes, Output: []string{"ok", "done in 3 s"}, Evidence: st.Evidence}}
		r.Sections[0].Steps = append(r.Sections[0].Steps, st)
		passages = append(passages, library.Passage{Kind: library.InStep, Step: st.Key, Text: st.Title.Text + " " + st.Why[0].Text}, library.Passage{Kind: library.InCommand, Step: st.Key, Text: command}, library.Passage{Kind: library.InOutput, Step: st.Key, Text: "ok\ndone in 3 s"})
	}
	h := sop.Holding{ID: store.NewID(), Workspace: m.workspace, Owner: "local", Recording: r.Recording, Blob: "recordings/none", Created: now}
	if err := tx.AddHolding(ctx, h, store.NewID()); err != nil {
		return err
	}
	p := sop.Procedure{ID: store.NewID(), Workspace: m.workspace, Slug: fmt.Sprintf("load-%d", m.n), Title: title, Owner: "local", State: sop.Draft, Holding: h.ID, Latest: 1, Steps: steps, Created: now, Changed: now}
	if err := tx.AddProcedure(ctx, p); err != nil {
		return err
	}
	if err := tx.AddRevision(ctx, r, sop.Release{Procedure: p.ID, Author: "local", Note: "Made up.", Created: now}); err != nil {
		return err
	}
	if err := tx.SetPassages(ctx, m.workspace, p.ID, passages); err != nil {
		return err
	}
	if err := tx.SetLabels(ctx, p, library.Touches, []string{m.of(hosts), thing + "-" + strings.ToLower(place)}); err != nil {
		return err
	}
	return tx.SetLabels(ctx, p, library.Tagged, []string{thing, strings.ToLower(place)})
}

// filled opens a workspace that was filled, with its procedures. The caller closes it.
func filled(ctx context.Context, data string) (*store.DB, []sop.Procedure, error) {
	db, err := sqlite.Open(ctx, filepath.Join(data, "showhow.db"))
	if err != nil {
		return nil, nil, err
	}
	w, err := db.Read().Workspace(ctx, "main")
	var all []sop.Procedure
	if err == nil {
		all, err = db.Read().Procedures(ctx, w.ID, 100_000)
	}
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("no procedures in %s: fill it first", data)
	}
	if err != nil {
		db.Close()
		return nil, nil, err
	}
	return db, all, nil
}
