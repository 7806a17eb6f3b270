package parameter

import (
	"testing"

	"showhow/internal/sop"
)

func TestOption(t *testing.T) {
	for _, c := range []struct {
		command, shell, value string
		want                  bool
	}{
		{"rm <PATH>", "shell", "-rf", true}, {`rm "<PATH>"`, "shell", "-rf", true}, {"rm '<PATH>'", "bash", "-rf", true}, {"rm ./<PATH>", "shell", "-rf", false}, {"cp --to=<PATH>", "shell", "-rf", false},
		{"rm <PATH>", "shell", "./-rf", false}, {"rm <PATH>", "shell", "a-b", false}, {"Remove-Item <PATH>", "powershell", "-Force", true}, {"SELECT <PATH>", "sql", "-1", false}, {"echo no", "shell", "-n", false},
	} {
		r := &sop.Revision{Parameters: []sop.Parameter{{Name: "PATH", Example: "/tmp/x"}}, Sections: []sop.Section{{Steps: []sop.Step{{Commands: []sop.Command{{Text: c.command, Shell: c.shell}}}}}}}
		if got := Option(r, "PATH", c.value); got != c.want {
			t.Errorf("%s with %s: %t", c.command, c.value, got)
		}
		if Option(r, "NONE", c.value) {
			t.Errorf("%s: a parameter that there isn't", c.command)
		}
	}
}
