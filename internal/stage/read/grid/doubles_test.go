package grid

import (
	"testing"

	"showhow/internal/sop"
)

func TestWithoutDoubles(t *testing.T) {
	terminal := func(id string, box sop.Box, rows ...string) sop.Terminal {
		k := sop.Terminal{ID: id, Box: box}
		for _, r := range rows {
			k.Rows = append(k.Rows, sop.Row{Text: r})
		}
		return k
	}
	whole := terminal("t1", sop.Box{X: 700, Y: 400, W: 1000, H: 600}, "$ kubectl get pods --namespace payments", "NAME   READY   STATUS", "api-1  1/1     Running", "$")
	for _, c := range []struct {
		name string
		add  sop.Terminal
		left int
	}{
		{"the left half of it", terminal("t2", sop.Box{X: 700, Y: 400, W: 600, H: 600}, "$ kubectl get pods --name", "NAME   READY", "api-1  1/1"), 1},
		{"the same again", terminal("t2", sop.Box{X: 700, Y: 400, W: 1000, H: 600}, "$ kubectl get pods --namespace payments"), 1},
		{"another window on it", terminal("t2", sop.Box{X: 800, Y: 500, W: 500, H: 300}, "$ top", "Tasks: 12 total", "%Cpu(s): 3.1 us"), 2},
		{"beside it, with the same text", terminal("t2", sop.Box{X: 0, Y: 400, W: 600, H: 600}, "$ kubectl get pods --name", "NAME   READY"), 2},
		{"empty", terminal("t2", sop.Box{X: 800, Y: 500, W: 500, H: 300}), 2},
	} {
		if got := withoutDoubles([]sop.Terminal{whole, c.add}); len(got) != c.left || got[0].ID != "t1" {
			t.Errorf("%s: %d terminals left, want %d", c.name, len(got), c.left)
		}
	}
}
