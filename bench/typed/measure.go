package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"showhow/bench/typed/score"
	"showhow/bench/typed/story"
	"showhow/internal/stage/read/grid"
)

// group is a row of the second table: recordings of one kind.
type group struct {
	name  string
	all   score.Tally
	rival map[score.Setting]score.Tally
}

// measure reads the recordings below a folder and prints two tables: each recording, and the kinds.
func measure(ctx context.Context, o options) error {
	found, err := filepath.Glob(filepath.Join(o.score, "*", "truth.json"))
	if err != nil || len(found) == 0 {
		return fmt.Errorf("no case in %s", o.score)
	}
	if o.keep == "" {
		if o.keep, err = os.MkdirTemp("", "typed-"); err != nil {
			return err
		}
		defer os.RemoveAll(o.keep)
	}
	groups := map[string]*group{}
	fmt.Println("| recording | cells | font | exact | P | R | CER | wrong, marked | right, marked | invented | CPU s per s |\n|---|---|---|---|---|---|---|---|---|---|---|")
	for _, f := range found {
		dir := filepath.Dir(f)
		name, _, _ := strings.Cut(filepath.Base(dir), "-")
		if !o.choice().Names(name) && !o.choice().Names(filepath.Base(dir)) {
			continue
		}
		if err := one(ctx, o, dir, groups); err != nil {
			return fmt.Errorf("%s: %w", dir, err)
		}
	}
	print(groups)
	return nil
}

// one measures a recording: as the library is, and without its font where it's in the library.
func one(ctx context.Context, o options, dir string, groups map[string]*group) error {
	r, err := score.Open(ctx, dir, o.keep)
	if err != nil {
		return err
	}
	defer r.Close()
	base, _, _ := strings.Cut(filepath.Base(dir), "-")
	family, known := story.Family(base)
	var say func(string, ...any)
	if o.show {
		say = func(format string, a ...any) { fmt.Printf("  "+format+"\n", a...) }
	}
	runs := []struct {
		without []string
		font    string
	}{{nil, "in the library"}}
	switch {
	case !known:
		runs[0].font = "not in the library"
	case o.leftOut:
		runs = append(runs, struct {
			without []string
			font    string
		}{[]string{family}, "left out"})
	}
	for i, k := range runs {
		k.without = append(k.without, o.withoutAlso()...)
		got, err := r.Read(ctx, k.without, say)
		if err != nil {
			return err
		}
		cell := "none"
		if len(got.Panes) > 0 {
			cell = fmt.Sprintf("%.2f × %.2f", got.Panes[0].CellW, got.Panes[0].CellH)
		}
		if o.show && o.rows {
			if err := r.Screens(ctx, k.without, say); err != nil {
				return err
			}
		}
		fmt.Printf("| %s | %s | %s | %s | %.3f |\n", filepath.Base(dir), cell, k.font, got.Tally, got.CPU/max(1, got.Length))
		g := groupOf(groups, dir, r.Truth.Size[1], got.Panes, k.font)
		g.all.Add(got.Tally)
		if i == 0 && o.rival > 0 {
			if err := g.race(ctx, r, o.rival); err != nil {
				return err
			}
		}
	}
	return nil
}

// groupOf is the kind that a recording belongs to.
func groupOf(groups map[string]*group, dir string, height int, panes []grid.Pane, font string) *group {
	kind := fmt.Sprintf("%dp", height)
	if height < 1080 {
		kind += cellsOf(panes)
	}
	if strings.HasSuffix(dir, "-poor") {
		kind += ", poor"
	}
	kind += ", font " + font
	if groups[kind] == nil {
		groups[kind] = &group{name: kind, rival: map[score.Setting]score.Tally{}}
	}
	return groups[kind]
}

func (g *group) race(ctx context.Context, r *score.Recording, most int) error {
	for _, s := range score.Settings() {
		got, err := r.Rival(ctx, s, most)
		if err != nil {
			return err
		}
		sum := g.rival[s]
		sum.Add(got)
		g.rival[s] = sum
	}
	return nil
}

func print(groups map[string]*group) {
	var names []string
	for n := range groups {
		names = append(names, n)
	}
	sort.Strings(names)
	fmt.Println("\n| recordings | exact | P | R | CER | wrong, marked | right, marked | invented | CPU s per s | tesseract at its best |\n|---|---|---|---|---|---|---|---|---|---|")
	var all score.Tally
	for _, n := range names {
		g := groups[n]
		all.Add(g.all)
		rival := "–"
		var best score.Tally
		for _, s := range score.Settings() {
			if t := g.rival[s]; t.True > 0 && (best.True == 0 || t.Exact > best.Exact || t.Exact == best.Exact && t.Errors < best.Errors) {
				best, rival = t, fmt.Sprintf("%d of %d, CER %.0f %% (%s)", t.Exact, t.True, 100*t.CER(), s)
			}
		}
		fmt.Printf("| %s | %s | %.3f | %s |\n", g.name, g.all, g.all.CPU/max(1, g.all.Length), rival)
	}
	fmt.Printf("| all | %s | %.3f | |\n", all, all.CPU/max(1, all.Length))
}

// cellsOf tells which of the goals for small recordings applies.
func cellsOf(panes []grid.Pane) string {
	switch {
	case len(panes) == 0:
		return ", no terminal found"
	case panes[0].CellW >= 7.9:
		return ", cells ≥ 8 px"
	}
	return ", smaller cells"
}
