package session

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
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

// TestTwoRows reads prompts of two rows as powerlevel10k draws them: what their first row tells is the place, the status, and that a
// line was let go of, and no output.
func TestTwoRows(t *testing.T) {
	row := func(left, right string) func(*sop.Entry) {
		return func(e *sop.Entry) {
			e.Editor, e.Above = true, "╭─ \ue0b6 "+left+" \ue0b0                         "+right
		}
	}
	plain := func(left, right string) func(*sop.Entry) {
		return func(e *sop.Entry) { e.Editor, e.Above = true, " "+left+"                         "+right }
	}
	first := func(prompt string, above func(string, string) func(*sop.Entry)) []sop.Entry {
		var es []sop.Entry
		for i, c := range []struct{ text, dir, right string }{{"kubctl", "~", "me@web-1"}, {"ls", "~", "127 ✘ me@web-1"}, {"rm -rf /srv", "~", "me@web-1"}, {"pwd", "/srv", "✘ INT me@web-1"}} {
			es = append(es, entry(float64(i+1), prompt, c.text, above(c.dir, c.right)))
		}
		for i := range es[:3] {
			es[i].Output = []string{"", es[i+1].Above}
		}
		es[1].Output = append([]string{"a.txt"}, es[1].Output...)
		return es
	}
	for name, es := range map[string][]sop.Entry{"framed": first("╰─ ", row), "plain": first("❯ ", plain)} {
		var got []string
		for _, a := range Of(Input{Session: sop.Session{Entries: es}}).Actions {
			c := a.Command
			exit := -1
			if c.Exit != nil {
				exit = *c.Exit
			}
			got = append(got, fmt.Sprintf("%s at %s@%s:%s %d %q", c.Text, c.User, c.Host, c.Dir, exit, c.Output))
		}
		want := []string{`kubctl at me@web-1:~ 127 []`, `ls at me@web-1:~ -1 ["a.txt"]`, `pwd at me@web-1:/srv -1 []`}
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// TestEdited tells what editors changed from their screens: only what was written counts.
func TestEdited(t *testing.T) {
	vim := func(status string, lines ...string) []string { return append(append(lines, "~", "~"), status) }
	nano := func(status string, lines ...string) []string {
		return append(append([]string{"  GNU nano 7.2       deploy.yaml *"}, lines...), "", status, "^G Help   ^O Write Out", "^X Exit   ^R Read File")
	}
	const opened, saved = `"deploy.yaml" 2L, 20B                1,1   All`, `"deploy.yaml" 2L, 20B written`
	for _, c := range []struct {
		name, command string
		screens       [][]string
		want          []string
	}{
		{"vim", "vim deploy.yaml", [][]string{vim(opened, "a: 1", "b: 2"), vim("-- INSERT --", "a: 1", "b: 5"), vim(saved, "a: 1", "b: 5")}, []string{"-b: 2", "+b: 5"}},
		{"vim, moved up while it leaves", "vim deploy.yaml", [][]string{vim(opened, "a: 1", "b: 2"), vim("          1,1   All", "c: 0", "a: 1", "b: 2"), vim(saved, "a: 1", "b: 2")}, []string{"+c: 0"}},
		{"vim, the first line deleted", "vim deploy.yaml", [][]string{vim(opened, "a: 1", "b: 2"), vim(":x", "b: 2"), vim(saved)}, []string{"-a: 1"}},
		{"vim, not written", "vim deploy.yaml", [][]string{vim(opened, "a: 1", "b: 2"), vim("-- INSERT --", "a: 1", "b: 5"), vim(":q!", "a: 1", "b: 5")}, nil},
		{"vim, written and changed again", "vim deploy.yaml", [][]string{vim(opened, "a: 1", "b: 2"), vim(saved, "a: 1", "b: 5"), vim(":q!", "a: 1", "b: 6")}, []string{"-b: 2", "+b: 5"}},
		{"vim, a new file", "vim new.txt", [][]string{vim(`"new.txt" [New]`), vim("-- INSERT --", "one"), vim(":wq", "one")}, []string{"+one"}},
		{"vim, looked at", "vim deploy.yaml", [][]string{vim(opened, "a: 1", "b: 2"), vim(":q", "a: 1", "b: 2")}, nil},
		{"nano", "sudo nano deploy.yaml", [][]string{nano("[ Read 2 lines ]", "a: 1", "b: 2"), nano("", "a: 1", "b: 5"), nano("  [ Wrote 2 lines ]", "a: 1", "b: 5")}, []string{"-b: 2", "+b: 5"}},
		{"nano, written at its end", "nano deploy.yaml", [][]string{nano("[ Read 2 lines ]", "a: 1", "b: 2"), nano("File Name to Write: deploy.yaml", "a: 1", "b: 5")}, []string{"-b: 2", "+b: 5"}},
		{"nano, by its title", "nano deploy.yaml", [][]string{nano("[ Read 2 lines ]", "a: 1", "b: 2"), append([]string{"  GNU nano 7.2       deploy.yaml"}, nano("", "a: 1", "b: 5")[1:]...)}, []string{"-b: 2", "+b: 5"}},
		{"nano, not written", "nano deploy.yaml", [][]string{nano("[ Read 2 lines ]", "a: 1", "b: 2"), nano("Save modified buffer?", "a: 1", "b: 5")}, nil},
		{"kubectl edit", "kubectl edit deploy web", [][]string{vim(`"/tmp/kubectl-edit-1.yaml" 2L, 20B`, "a: 1", "b: 2"), vim("-- INSERT --", "a: 1", "b: 5")}, []string{"-b: 2", "+b: 5"}},
		{"less", "less deploy.yaml", [][]string{vim(opened, "a: 1", "b: 2"), vim(":", "b: 2", "c: 3")}, nil},
	} {
		in := Input{Session: sop.Session{Entries: []sop.Entry{entry(1, "deploy@web-1:~$ ", c.command)}}}
		in.Session.Entries[0].Until = sop.Seconds(20)
		for i, lines := range c.screens {
			s := sop.Screen{At: sop.Seconds(2 + float64(i)), Terminals: []sop.Terminal{{ID: "t1", Alternate: true}}}
			for _, l := range lines {
				s.Terminals[0].Rows = append(s.Terminals[0].Rows, sop.Row{Text: l})
			}
			in.Screens = append(in.Screens, s)
		}
		var got []string
		if e := Of(in).Actions[0].Command.Edited; e != nil {
			got = e.Lines
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
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
