package replay

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/stage/align/session"
)

// hand writes an asciicast as a shell and somebody who types into it would.
type hand struct {
	at float64
	b  strings.Builder
}

func newHand(cols, rows int) *hand {
	h := &hand{}
	fmt.Fprintf(&h.b, "{\"version\": 2, \"width\": %d, \"height\": %d}\n", cols, rows)
	return h
}

// out prints text after a time in seconds.
func (h *hand) out(after float64, text string) *hand {
	h.at += after
	s, _ := json.Marshal(text)
	fmt.Fprintf(&h.b, "[%.3f, \"o\", %s]\n", h.at, s)
	return h
}

// types echoes text letter by letter.
func (h *hand) types(text string) *hand {
	for _, c := range text {
		h.out(.06, string(c))
	}
	return h
}

// ran are the commands of the recording, and what each printed.
func (h *hand) ran(t *testing.T) (commands, outputs []string) {
	t.Helper()
	r := played(t, Input{Path: file(t, "a.cast", h.b.String())})
	for _, a := range session.Of(session.Input{Session: r.Session, Screens: Telling(r)}).Actions {
		if a.Kind == sop.RunCommand {
			commands = append(commands, a.Command.Text)
			outputs = append(outputs, strings.Join(a.Command.Output, "|"))
		}
	}
	return commands, outputs
}

// The signals of line editors: readline, and zsh with the keypad's mode as many set it up.
const (
	reads, hasRead = "\x1b[?2004h", "\r\n\x1b[?2004l\r"
	zshReads       = "\x1b[?1h\x1b=\x1b[?2004h"
	zshHasRead     = "\x1b[?1l\x1b>\x1b[?2004l\r\r\n"
	zshLetsGo      = "\x1b[?2004l\r\r\n"
)

func TestLines(t *testing.T) {
	const at, zsh, fish = "deploy@web-1:~# ", "deploy@web-1 /srv % ", "> "
	clock := func(text, time string) string {
		return "\r" + text + "\x1b[K\x1b[71G" + time + "\x1b[" + fmt.Sprint(len(text)+1) + "G"
	}
	for _, c := range []struct {
		name string
		hand *hand
		want []string
	}{
		{"Ctrl-C in zsh", newHand(80, 10).out(.1, zsh+zshReads).types("true").out(.2, zshHasRead+zsh+zshReads).types("rm -rf /srv").out(.3, zshLetsGo+zsh+zshReads).
			types("pwd").out(.2, zshHasRead+"/srv\r\n"+zsh+zshReads), []string{"true", "pwd"}},
		{"zsh that never gives the keypad back", newHand(80, 10).out(.1, zsh+zshReads).types("true").out(.2, zshLetsGo+zsh+zshReads).types("pwd").out(.2, zshLetsGo+"/srv\r\n"+zsh+zshReads),
			[]string{"true", "pwd"}},
		{"Ctrl-C in the rest of a line", newHand(80, 10).out(.1, reads+at).types("echo 'one").out(.2, hasRead+reads+"> ").types("two").out(.2, "^C"+hasRead+reads+at).
			types("pwd").out(.2, hasRead+"/root\r\n"+reads+at), []string{"pwd"}},
		{"typed ahead beside a clock", newHand(80, 10).out(.1, reads+clock(fish, "10:00:01")).types("ls").out(.1, hasRead+"a\r\n"+reads+clock(fish, "10:00:02")).types("sleep 2").out(.1, hasRead).
			out(.3, "e").out(.1, "x").out(.1, "it").out(.2, "\r\n").out(1, reads+clock(fish+"exit", "10:00:05")+hasRead), []string{"ls", "sleep 2", "exit"}},
		{"typed ahead of a prompt that says something new", newHand(80, 10).out(.1, reads+"0.2 [me:~] # ").types("ls").out(.1, hasRead+"a\r\n"+reads+"0.3 [me:~] # ").types("sleep 2").out(.1, hasRead).
			out(.3, "p").out(.1, "w").out(.1, "d").out(.2, "\r\n").out(1, reads+"0.9 [me:~] 2s # pwd"+hasRead+"/root\r\n").out(.1, reads+"0.8 [me:~] # "), []string{"ls", "sleep 2", "pwd"}},
		{"a blank typed ahead stands before the prompt", newHand(80, 10).out(.1, reads+at).types("ls").out(.1, hasRead).out(.3, "p").out(.1, "wd").out(.05, "a\r\n").out(.1, " ").
			out(.1, reads).out(.01, at+"pwd -").types("P").out(.1, hasRead+"/root\r\n"+reads+at), []string{"ls", "pwd -P"}},
		{"a letter typed ahead stands before the prompt", newHand(80, 10).out(.1, reads+at).types("ls").out(.1, hasRead).out(.3, "a\r\n").out(.1, "x").
			out(.1, reads+at+"x").types("yz").out(.1, hasRead+"/root\r\n"+reads+at), []string{"ls", "xyz"}},
		{"a blank before a prompt with a clock", newHand(80, 10).out(.1, "[10:00:01] web /srv > ").types("ls").out(.1, "\r\na\r\n[10:00:02] web /srv > ").types("sleep 1").out(.1, "\r\n").
			out(.3, " ").out(.5, "[10:00:03] web /srv > p").types("wd").out(.1, "\r\n/srv\r\n[10:00:04] web /srv > "), []string{"ls", "sleep 1", "pwd"}},
		{"a right prompt that nobody saw before", newHand(80, 10).out(.1, zsh+zshReads).types("cd /tmp").out(.2, zshHasRead+"deploy@web-1 /tmp % \x1b[71G10:00:05\x1b[21G"+zshReads+"ls -d /usr"+zshHasRead+"/usr\r\n"),
			[]string{"cd /tmp", "ls -d /usr"}},
	} {
		if got, _ := c.hand.ran(t); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// A program's last line that ends without a line feed stands before the prompt. readline believes its line to begin at the left edge:
// it breaks it at the wrong column, and letters are written over on the screen.
func TestBehindOutput(t *testing.T) {
	const at = "deploy@web-1:~$ "
	long := "kubectl get pods -n shop"
	broken := long[:24] + "\x1b[K" // 16 columns of prompt and 24 letters fill the 40 columns that readline counts
	h := newHand(40, 10).out(.1, reads+at).types("curl web/health").out(.1, hasRead).out(.3, "200").out(.05, reads).out(.01, at).
		types(broken[:23]).out(.1, "p \r").types(" -o wide").out(.1, hasRead+"none\r\n"+reads+at).types("exit").out(.1, hasRead+"exit\r\n")
	got, printed := h.ran(t)
	if want := []string{"curl web/health", long + " -o wide", "exit"}; !slices.Equal(got, want) || printed[0] != "200" || printed[1] != "none" {
		t.Errorf("%q, printed %q; want %q", got, printed, want)
	}
	plain := newHand(80, 10).out(.1, at).types("ls").out(.1, "\r\na\r\n"+at).types("curl web/health").out(.2, "\r\n").out(.2, "ok"+at).types("pwd").out(.1, "\r\n/root\r\n"+at)
	if got, printed = plain.ran(t); !slices.Equal(got, []string{"ls", "curl web/health", "pwd"}) || printed[1] != "ok" {
		t.Errorf("without signals: %q, printed %q", got, printed)
	}
	venv := newHand(80, 10).out(.1, at).types("ls").out(.1, "\r\n"+at).types(". env").out(.2, "\r\n(env) "+at).types("pwd").out(.1, "\r\n/root\r\n(env) "+at)
	if got, printed = venv.ran(t); !slices.Equal(got, []string{"ls", ". env", "pwd"}) || printed[1] != "" {
		t.Errorf("a longer prompt: %q, printed %q", got, printed)
	}
}

// A failure is known by the next prompt's status, or by what was printed; letters that were typed meanwhile are no part of that.
func TestFailures(t *testing.T) {
	const at = "deploy@web-1:~$ "
	h := newHand(80, 10).out(.1, reads+at).types("kubctl get pods").out(.1, hasRead+"bash: kubctl: command not found\r\n"+reads+at).types("sleep 1").out(.1, hasRead).
		types("pwd").out(.1, "error: no such thing\r\n").out(.1, "\r\n").out(.2, reads+at+"pwd"+hasRead+"/root\r\n"+reads+at).types("kubectl get pods").out(.1, hasRead).
		types("ls").out(.1, "web-0\r\n"+reads+at+"ls").types(" -l").out(.1, hasRead+"total 0\r\n"+reads+at)
	zsh := newHand(80, 10).out(.1, "web ~ % "+zshReads).types("helm ls").out(.1, zshHasRead+"web ~ % \x1b[70G✘ 1\x1b[9G"+zshReads).types("pwd").out(.1, zshHasRead+"/root\r\nweb ~ % "+zshReads)
	for _, c := range []struct {
		hand    *hand
		failed  []bool
		printed []string
	}{
		{h, []bool{true, true, false, false, false}, []string{"bash: kubctl: command not found", "error: no such thing", "/root", "web-0", "total 0"}},
		{zsh, []bool{true, false}, []string{"", "/root"}},
	} {
		r := played(t, Input{Path: file(t, "a.cast", c.hand.b.String())})
		for i, a := range session.Of(session.Input{Session: r.Session, Screens: Telling(r)}).Actions {
			if got := strings.Join(a.Command.Output, "|"); i >= len(c.failed) || a.Command.Failed != c.failed[i] || got != c.printed[i] {
				t.Errorf("%q: failed %v, printed %q", a.Command.Text, a.Command.Failed, got)
			}
		}
	}
}

// A pane closes with the command that ends its shell, which may have been typed while another one ran.
func TestClosingPane(t *testing.T) {
	const at, status = "deploy@web-1:~$ ", "\x1b[10;1H[0] 0:bash*            \"web-1\" 10:00"
	start := func() *hand {
		return newHand(80, 10).out(.1, "\x1b[?1049h\x1b[2J"+status+"\x1b[1;1H"+at).types("uptime").out(.1, "\r\n").out(.1, "up 3 hours\r\n"+at)
	}
	end := "\x1b[?1049l[exited]\r\n"
	for name, h := range map[string]*hand{
		"typed at its prompt": start().types("exit").out(.1, "\r\nlogout\r\n").out(.03, end),
		"typed ahead":         start().types("sleep 1").out(.1, "\r\n").types("exit").out(.1, "\r\n").out(.5, at+"exit\r\nlogout\r\n").out(.05, "\x1b[?25l\x1b[H\x1b[J"+status).out(.2, end),
	} {
		want := []string{"uptime", "exit"}
		if name == "typed ahead" {
			want = []string{"uptime", "sleep 1", "exit"}
		}
		if got, _ := h.ran(t); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
