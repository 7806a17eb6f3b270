package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"showhow/internal/desk/mention"
	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/sop/figure"
	"showhow/internal/sop/register"
	"showhow/internal/store"
	"showhow/internal/store/currents"
	"showhow/internal/store/figures"
	kept "showhow/internal/store/register"
)

// How many addresses procedures name, two each, and on how many hosts they lie; and how many observations a process has that no procedure is for.
const (
	addresses = 4_000
	linkHosts = 300
	observed  = 40
)

// first are the observations of the first of these processes.
var first = []int{400, 20_000}

// outside fills a workspace with what comes from outside: links that procedures name with what was seen of them, and what was observed of processes.
func outside(ctx context.Context, data string) error {
	db, all, err := filled(ctx, data)
	if err != nil {
		return err
	}
	defer db.Close()
	return (around{db, all, rand.New(rand.NewPCG(7, 8))}).told(ctx)
}

// told writes all of that.
func (o around) told(ctx context.Context) error {
	if err := o.inBatches(ctx, addresses, func(tx *store.Tx, n int) error { return saw(ctx, tx, n) }); err != nil {
		return err
	}
	if err := o.inBatches(ctx, len(o.all), func(tx *store.Tx, n int) error { return o.names(ctx, tx, o.all[n]) }); err != nil {
		return err
	}
	var all []register.Process
	if err := o.db.Do(ctx, func(tx *store.Tx) (err error) {
		all, err = kept.In(tx).Processes(ctx, o.all[0].Workspace)
		return err
	}); err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(p register.Process) bool { return p.Slug != "" })
	for i, p := range all {
		n := observed
		if i < len(first) {
			n = first[i]
			fmt.Printf("process %s: %d observations\n", p.ID, n)
		}
		if err := o.inBatches(ctx, n, func(tx *store.Tx, n int) error { return o.took(ctx, tx, p, n) }); err != nil {
			return err
		}
	}
	fmt.Printf("%d links of %d procedures, and what was observed of %d processes\n", addresses, len(o.all), len(all))
	return nil
}

// address is one of those that procedures name.
func address(n int) string {
	return fmt.Sprintf("https://host-%d.example.org/guides/%d", n%linkHosts, n)
}

// saw writes what was seen of a link: most are as they should be, of some nobody knows yet.
func saw(ctx context.Context, tx *store.Tx, n int) error {
	now := time.Now()
	x := current.Seen{Address: address(n), State: current.LinkOK, Said: "answers 200", Status: 200, Asked: now.Add(-time.Hour), Good: now.Add(-time.Hour), Next: now.Add(7 * 24 * time.Hour)}
	switch n % 40 {
	case 0:
		x.State, x.Bad, x.Said, x.Status, x.Since, x.Days, x.LastDay = current.LinkGone, current.LinkGone, "answers 404", 404, now.AddDate(0, 0, -4), 4, now.Format(time.DateOnly)
	case 1:
		x.State, x.Bad, x.Said, x.Since, x.Days, x.LastDay, x.To = current.LinkMoved, current.LinkMoved, "has moved", now.AddDate(0, 0, -3), 3, now.Format(time.DateOnly), "https://elsewhere.example.org/"
	case 2, 3:
		return nil
	}
	return currents.In(tx).SaveSeen(ctx, x)
}

// names lets a procedure name two links.
func (o around) names(ctx context.Context, tx *store.Tx, p sop.Procedure) error {
	r, err := tx.Revision(ctx, p.ID, 1)
	if err != nil {
		return err
	}
	read := current.Read{Number: 1, Reader: mention.Reader, All: mention.Of(&r)}
	for i := range 2 {
		read.Links = append(read.Links, current.Link{Address: address(o.dice.IntN(addresses)), Step: fmt.Sprintf("step-%d", i+1), Number: i + 1})
	}
	return currents.In(tx).SetMentions(ctx, p, read)
}

// took writes what was observed of a process that has no procedure.
func (o around) took(ctx context.Context, tx *store.Tx, p register.Process, n int) error {
	x := figure.Observation{ID: fmt.Sprintf("%s-%d", p.ID, n), Workspace: p.Workspace, Process: p.ID, Measure: figure.Run, Use: figure.Unused, Source: figure.Outside, At: o.ago(), Stored: time.Now(), Unit: "payments",
		Took: time.Duration(40 * float64(time.Minute) * math.Exp(o.dice.NormFloat64())), Failed: o.dice.IntN(12) == 0}
	return figures.In(tx).PutObservation(ctx, x, nil)
}
