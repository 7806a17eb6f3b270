package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"showhow/internal/sop/library"
	"showhow/internal/store/sqlite"
)

// times is how often each question is asked.
const times = 15

// ask asks each question of a filled workspace's database, one after the other and with nobody else about, and tells how long it takes.
func ask(ctx context.Context, data string) error {
	db, err := sqlite.Open(ctx, filepath.Join(data, "showhow.db"))
	if err != nil {
		return err
	}
	defer db.Close()
	w, err := db.Read().Workspace(ctx, "main")
	if err != nil {
		return err
	}
	fmt.Println("| question | found | median | slowest |\n|---|---|---|---|")
	var all []library.Search
	for _, q := range slices.Concat(questions, []string{"done", "ok done in", "queue", "restart nowhere"}) {
		all = append(all, library.Search{Text: q, Limit: 50})
	}
	for _, q := range []string{"restart", "done", "pg_dump database"} {
		all = append(all, library.Search{Text: q, Limit: 50, Choice: library.Choice{Tag: "queue"}}, library.Search{Text: q, Limit: 50, Choice: library.Choice{System: "helm"}},
			library.Search{Text: q, Limit: 50, Choice: library.Choice{Owner: "local", Tag: "oslo"}})
	}
	for _, q := range all {
		var took []time.Duration
		found := 0
		for range times {
			start := time.Now()
			hits, err := db.Read().Search(ctx, w.ID, q)
			if err != nil {
				return err
			}
			took, found = append(took, time.Since(start)), len(hits)
		}
		slices.Sort(took)
		fmt.Printf("| %s%s | %d | %.0f ms | %.0f ms |\n", q.Text, chosen(q.Choice), found, took[times/2].Seconds()*1000, took[times-1].Seconds()*1000)
	}
	return nil
}

// chosen is a choice in words.
func chosen(c library.Choice) (words string) {
	for _, v := range []string{c.Owner, c.System, c.Tag} {
		if v != "" {
			words += ", " + v
		}
	}
	return words
}
