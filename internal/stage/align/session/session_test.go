package session

import (
	"encoding/json"
	"reflect"
	"testing"

	"showhow/internal/sop"
)

// entry is an ended line at second at, behind a prompt.
func entry(at float64, prompt, text string, more ...func(*sop.Entry)) sop.Entry {
	e := sop.Entry{At: sop.Seconds(at), Since: sop.Seconds(at - .8), Until: sop.Seconds(at + .1), Prompt: prompt, Text: text, Grown: len(text)}
	for _, f := range more {
		f(&e)
	}
	return e
}

func printed1(lines ...string) func(*sop.Entry) { return func(e *sop.Entry) { e.Output = lines } }
func byEditor(e *sop.Entry)                     { e.Editor = true }
func oncame(e *sop.Entry)                       { e.Grown, e.Ahead = 0, true }

func told(es ...sop.Entry) (out []string) {
	t := Of(Input{Session: sop.Session{Entries: es}})
	for _, a := range t.Actions {
		out = append(out, string(a.Kind)+" "+a.Command.Text)
	}
	for _, u := range t.Remarks {
		out = append(out, "remark "+u.Text)
	}
	return out
}

func TestOf(t *testing.T) {
	const at = "deploy@web-1:~$ "
	for _, c := range []struct {
		name    string
		entries []sop.Entry
		want    []string
	}{
		{"commands", []sop.Entry{entry(1, at, "ls"), entry(2, at, ""), entry(3, at, "pwd  ")}, []string{"command ls", "command pwd"}},
		{"stopped", []sop.Entry{entry(1, at, "rm -rf /^C"), entry(2, at, "pwd")}, []string{"command pwd"}},
		{"a remark", []sop.Entry{entry(1, at, "# now the pods"), entry(2, at, "kubectl get pods")}, []string{"command kubectl get pods", "remark now the pods"}},
		{"printed prompts", []sop.Entry{entry(1, at, "cat notes"), entry(2, at, "reboot", oncame)}, []string{"command cat notes"}},
		{"printed later", []sop.Entry{entry(1, at, "make"), entry(2, "Linking ... ", "done", func(e *sop.Entry) { e.Grown = 1 })}, []string{"command make"}},
		{"goes on", []sop.Entry{entry(1, at, "echo \\"), entry(2, "> ", "one")}, []string{"command echo \\\none"}},
		{"a here-document", []sop.Entry{entry(1, at, "cat <<E", byEditor), entry(2, "> ", "x", byEditor), entry(3, "> ", "E", byEditor), entry(4, at, "ls", byEditor)}, []string{"command cat <<E\nx\nE", "command ls"}},
		{"pasted", []sop.Entry{entry(1, at, "cd /tmp\npwd", byEditor)}, []string{"command cd /tmp", "command pwd"}},
		{"an answer", []sop.Entry{entry(1, at, "deploy"), entry(2, "Go on? [y/N] ", "yes")}, []string{"command deploy", "type yes"}},
		{"a password", []sop.Entry{entry(1, at, "sudo ls"), entry(2, "Password: ", "", func(e *sop.Entry) { e.Hidden = true })}, []string{"command sudo ls", "type <PASSWORD>"}},
		{"an own prompt", []sop.Entry{entry(1, "acme » ", "ls"), entry(2, "acme » ", "pwd")}, []string{"command ls", "command pwd"}},
		{"played", []sop.Entry{entry(1, at, "asciinema play x.cast"), entry(2, at, "ls"), entry(3, at, "exit"), entry(4, at, "pwd")}, []string{"command asciinema play x.cast", "command pwd"}},
		{"no prompt at all", []sop.Entry{entry(1, "k", "ubectl get pods"), entry(2, "A", " sentence that is typed.")}, []string{"command kubectl get pods"}},
	} {
		if got := told(c.entries...); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestFollow(t *testing.T) {
	acts := Of(Input{Session: sop.Session{Entries: []sop.Entry{
		entry(1, "me@laptop:~$ ", "ssh deploy@bastion"), entry(2, "$ ", "kubectl exec -it web-0 -n shop -- sh"), entry(3, "# ", "ls"), entry(4, "# ", "exit"),
		entry(5, "$ ", "ls -l"), entry(6, "$ ", "exit"), entry(7, "me@laptop:~$ ", "ls -a", printed1("x")),
	}}}).Actions
	for i, want := range []string{"me@laptop ", "deploy@bastion ", "@ pod web-0", "@ pod web-0", "deploy@bastion ", "deploy@bastion ", "me@laptop "} {
		if c := acts[i].Command; c.User+"@"+c.Host+" "+c.Within != want {
			t.Errorf("%q ran on %q, want %q", c.Text, c.User+"@"+c.Host+" "+c.Within, want)
		}
	}
}

func TestStatuses(t *testing.T) {
	right := func(s string) func(*sop.Entry) { return func(e *sop.Entry) { e.Right = s } }
	above := func(s string) func(*sop.Entry) { return func(e *sop.Entry) { e.Above = s } }
	for name, c := range map[string]struct {
		entries []sop.Entry
		want    []int // -1 for not known
	}{
		"at the right edge":     {[]sop.Entry{entry(1, "me@web ~ % ", "false"), entry(2, "me@web ~ % ", "true", right("✘ 1 at 10:00:01")), entry(3, "me@web ~ % ", "ls", right("✔ at 10:00:02"))}, []int{1, -1, -1}},
		"above":                 {[]sop.Entry{entry(1, "❯ ", "kubctl", above("~")), entry(2, "❯ ", "ls", above("~ ✘ 127"))}, []int{127, -1}},
		"in brackets":           {[]sop.Entry{entry(1, "me@web ~> ", "false"), entry(2, "me@web ~ [1]> ", ""), entry(3, "me@web ~ [1]> ", "ls")}, []int{1, -1}},
		"a number in brackets":  {[]sop.Entry{entry(1, "me@web ~ [1]> ", "false"), entry(2, "me@web ~ [2]> ", "ls")}, []int{-1, -1}},
		"a branch with a cross": {[]sop.Entry{entry(1, "➜  app git:(v2) ✗ ", "ls"), entry(2, "➜  app git:(v2) ✗ ", "pwd")}, []int{-1, -1}},
	} {
		for i, a := range Of(Input{Session: sop.Session{Entries: c.entries}}).Actions {
			got := -1
			if a.Command.Exit != nil {
				got = *a.Command.Exit
			}
			if got != c.want[i] || a.Command.Failed != (got > 0) {
				t.Errorf("%s: %q ended with %d, failed %v, want %d", name, a.Command.Text, got, a.Command.Failed, c.want[i])
			}
		}
	}
}

func TestDifference(t *testing.T) {
	got := difference([]string{"a", "b", "c"}, []string{"a", "x", "c", "d"})
	if want := []string{"-b", "+x", "+d"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// FuzzOf gives any entries at all: whatever they hold, each command tells of one of them.
func FuzzOf(f *testing.F) {
	seed, _ := json.Marshal([]sop.Entry{entry(1, "> ", "for i in 1"), entry(2, "> ", "end"), entry(3, "$ ", "vim x", byEditor), entry(4, "a> ", "b\nc")})
	f.Add(seed)
	f.Fuzz(func(t *testing.T, b []byte) {
		var es []sop.Entry
		if json.Unmarshal(b, &es) != nil || len(es) > 200 {
			return
		}
		for _, a := range Of(Input{Session: sop.Session{Entries: es}}).Actions {
			if a.Command == nil {
				t.Fatal("an action without a command")
			}
		}
	})
}
