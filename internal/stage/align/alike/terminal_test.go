package alike

import (
	"testing"

	"showhow/internal/sop"
)

// A terminal's panel that is pulled up, or that comes to another place with its window, is the one that was there: nobody turned to another.
func TestComes(t *testing.T) {
	term := func(id string, box sop.Box, rows ...string) *sop.Screen {
		u := sop.Terminal{ID: id, Box: box}
		for _, r := range rows {
			u.Rows = append(u.Rows, sop.Row{Text: r})
		}
		return &sop.Screen{Terminals: []sop.Terminal{u}}
	}
	low, high, aside := sop.Box{X: 388, Y: 740, W: 1343, H: 129}, sop.Box{X: 388, Y: 289, W: 1343, H: 580}, sop.Box{X: 580, Y: 633, W: 968, H: 134}
	for _, c := range []struct {
		name     string
		was, now *sop.Screen
		want     bool
	}{
		{"the same", term("t1", low, "Welcome to My Best Tea!"), term("t1", low, "bye"), false},
		{"made higher", term("t3", low, "Welcome to My Best Tea!", "]"), term("t1", high, "Resolving deltas: 100%", "Welcome to My Best Tea!      │", "]"), false},
		{"elsewhere", term("t4", aside, "[03_59_47] temporary", "// cd my_best_tea_gem"), term("t3", low, "[03_59_47] temporary", "// cd my_best_tea_gem", "ready for you"), false},
		{"elsewhere, with one row in common", term("t4", aside, "root@build-server:~#"), term("t3", low, "root@build-server:~#", "Last login: today"), true},
		{"another", term("t3", low, "Welcome to My Best Tea!", "black oolong green"), term("t1", high, "Resolving deltas: 100%", "kubectl get pods"), true},
		{"with nothing to tell it by", term("t3", low, "$"), term("t1", high, "$", "$"), true},
		{"none before", &sop.Screen{}, term("t1", high, "Resolving deltas: 100%"), true},
	} {
		if got := Comes(c.now, c.was); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
