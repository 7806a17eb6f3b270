package trail_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
)

func entries(n int) (all []trail.Entry, h trail.Head) {
	for i := range n {
		all = append(all, h.Next(team.Event{ID: fmt.Sprint("e", i), Workspace: "w", Actor: "ada", Verb: "did", Detail: fmt.Sprint(i, " – 運用"), At: time.Unix(int64(i)+1, 500)}, fmt.Sprint("salt", i)))
	}
	return all, h
}

// Any part of a trail of any size proves that it belongs to the whole, and no longer when anything of it is changed, dropped or moved.
func TestParts(t *testing.T) {
	for n := range 20 {
		all, h := entries(n)
		for from := range n {
			for to := from; to <= n; to++ {
				c := trail.Cut("w", func(x *trail.Entry) bool { return x.Seq > int64(from) && x.Seq <= int64(to) })
				for i := range all {
					c.Entry(&all[i])
				}
				b, err := json.Marshal(c.Part())
				if err != nil {
					t.Fatal(err)
				}
				var p trail.Part
				if err := json.Unmarshal(b, &p); err != nil {
					t.Fatal(err)
				}
				if faults := p.Check(); len(faults) > 0 || p.Root != h.Root().String() || p.Size != int64(n) || len(p.Lines) != to-from {
					t.Fatalf("%d to %d of %d: %d lines, %v", from, to, n, len(p.Lines), faults)
				}
				if len(p.Lines) < 2 {
					continue
				}
				for name, spoil := range map[string]func(*trail.Part){
					"dropped": func(p *trail.Part) { p.Lines = p.Lines[1:] }, "cut": func(p *trail.Part) { p.Lines = p.Lines[:1] }, "swapped": func(p *trail.Part) { p.Lines[0], p.Lines[1] = p.Lines[1], p.Lines[0] },
					"changed": func(p *trail.Part) { p.Lines[1].Actor = "eve" }, "another detail": func(p *trail.Part) { p.Lines[0].Detail = "x" }, "another root": func(p *trail.Part) { p.Root = p.Lines[0].Leaf },
					"another time": func(p *trail.Part) { p.Lines[0].At = p.Lines[0].At.Add(time.Second) }, "another place": func(p *trail.Part) { p.Before++ }, "another link": func(p *trail.Part) { p.Link = p.Lines[0].Leaf },
				} {
					q := p
					q.Lines = append([]trail.Line(nil), p.Lines...)
					spoil(&q)
					if len(q.Check()) == 0 {
						t.Errorf("%s: %d to %d of %d", name, from, to, n)
					}
				}
			}
		}
	}
}
