package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"showhow/bench/shapes/face"
	"showhow/bench/shapes/net"
	"showhow/bench/shapes/sheet"
	"showhow/internal/stage/read/grid/learnt"
)

// judge names a family's characters as several recordings show them, and prints how many are wrong.
func judge(n *learnt.Net, family []*face.Face) {
	fmt.Printf("%-24s", family[0].Family)
	var t learnt.Trace
	wrong := map[string]int{}
	for _, l := range []sheet.Look{{CellW: 9, Scale: 2. / 3, Step: 4, Known: true}, {CellW: 10, Scale: 2. / 3, Step: 20, Known: true}, {CellW: 9, Scale: 1, Step: 4, Known: true}, {CellW: 13, Scale: 2. / 3, Step: 8, Known: true}, {CellW: 13, Scale: 1, Step: 4, Known: true}} {
		r := rand.New(rand.NewPCG(9, 9))
		all, bad := 0, 0
		for range 8 {
			for _, x := range sheet.Draw(r, family[0], l) {
				if x.Name == learnt.Other {
					continue
				}
				all++
				if got := best(n, &x, &t); got != x.Name {
					bad++
					wrong[string([]rune{rune('!' + x.Name), '→', rune('!' + got)})]++
				}
			}
		}
		fmt.Printf(" %5.2f", 94*float64(bad)/float64(max(1, all)))
	}
	var most []string
	for k := range wrong {
		most = append(most, k)
	}
	slices.SortFunc(most, func(a, b string) int { return wrong[b] - wrong[a] })
	fmt.Println(" ", strings.Join(most[:min(8, len(most))], " "))
}

func best(n *learnt.Net, x *net.Sample, t *learnt.Trace) int {
	n.Run(&x.In, t)
	top := 0
	for i := range learnt.Other {
		if t.Out[i] > t.Out[top] {
			top = i
		}
	}
	return top
}
