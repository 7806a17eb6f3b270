package terminal

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"showhow/internal/sop"
)

// screen plays a terminal: what is typed and printed, as the screens that a reader would give.
type screen struct {
	columns, height int
	log             []string // logical lines; the last one is where one types
	now             sop.Moment
	screens         []sop.Screen
	mask            func(row string) string
	rim             int // columns that nothing is ever written in
}

func newScreen(columns int) *screen {
	return &screen{columns: columns, height: 24, log: []string{""}, mask: func(row string) string { return row }}
}

// rimmed gives the terminal a scroll bar's place at its right.
func (s *screen) rimmed(columns int) *screen {
	s.rim = columns
	return s
}

// show takes a picture of the terminal and lets time pass.
func (s *screen) show(d time.Duration) {
	var rows []sop.Row
	for _, l := range s.log {
		for {
			n := min(utf8.RuneCountInString(l), s.columns)
			row := string([]rune(l)[:n])
			masked := s.mask(row)
			rows = append(rows, sop.Row{Text: strings.TrimRight(masked, " "), Full: masked != row && n == s.columns})
			l = string([]rune(l)[n:])
			if l == "" {
				break
			}
		}
	}
	if len(rows) > s.height {
		rows = rows[len(rows)-s.height:]
	}
	t := sop.Terminal{ID: "t1", Columns: s.columns + s.rim, Rows: rows}
	if n := len(s.screens); n > 0 {
		s.screens[n-1].Span.To = s.now
	}
	next := s.now.Add(d)
	s.screens = append(s.screens, sop.Screen{At: s.now, Span: sop.Span{From: s.now, To: next}, Terminals: []sop.Terminal{t}})
	s.now = next
}

// clocked gives lines that begin with zsh's prompt a right prompt, as long as there's room.
func (s *screen) clocked(clock string) *screen {
	s.mask = func(row string) string {
		if n := s.columns - utf8.RuneCountInString(row) - len(clock); (strings.HasPrefix(row, "~ %") || strings.HasPrefix(row, "zoe ~ >")) && n > 0 {
			return row + strings.Repeat(" ", n) + clock
		}
		return row
	}
	return s
}

// keys types: "\b" takes the last letter away, "\r" is Enter, anything else appears.
func (s *screen) keys(keys string) *screen {
	for _, k := range keys {
		last := &s.log[len(s.log)-1]
		switch k {
		case '\b':
			r := []rune(*last)
			*last = string(r[:len(r)-1])
		case '\r':
			s.log = append(s.log, "")
		default:
			*last += string(k)
		}
		s.show(100 * time.Millisecond)
	}
	return s
}

// prints puts a program's text on the screen at once; the last line stays open.
func (s *screen) prints(text string) *screen {
	lines := strings.Split(text, "\n")
	s.log[len(s.log)-1] += lines[0]
	s.log = append(s.log, lines[1:]...)
	s.show(500 * time.Millisecond)
	return s
}

// recalls puts another text in the place of what stands behind the prompt, as the arrow keys do.
func (s *screen) recalls(prompt, text string) *screen {
	s.log[len(s.log)-1] = prompt + text
	s.show(400 * time.Millisecond)
	return s
}

// ran are the commands that were found, an answer to a program as "? answer".
func (s *screen) ran() []string {
	s.show(time.Second)
	var all []string
	for _, a := range Commands(s.screens) {
		text := a.Text
		if a.Command != nil {
			text = a.Command.Text
			if a.Command.Shell == "input" {
				text = "? " + text
			}
		}
		all = append(all, text)
	}
	return all
}

const bash = "deploy@bastion:~/app$ "

func TestCommands(t *testing.T) {
	secret := strings.NewReplacer("hunter2-but-longer", "<DB_PASSWORD>")
	long := "pg_dump -Fc -f shop.dump postgresql://deploy:hunter2-but-longer@db01.acme.internal/shop"
	for name, c := range map[string]struct {
		s    *screen
		want []string
	}{
		"one, with output": {newScreen(80).prints(bash).keys("ls -l\r").prints("total 0\n" + bash), []string{"ls -l"}},
		"two":              {newScreen(80).prints(bash).keys("cd /srv\r").prints("deploy@bastion:/srv$ ").keys("make\r").prints("ok\ndeploy@bastion:/srv$ "), []string{"cd /srv", "make"}},
		"not submitted":    {newScreen(80).prints(bash).keys("rm -rf /tmp/x"), nil},
		"erased letters":   {newScreen(80).prints(bash).keys("gti\b\bit status\r").prints(bash), []string{"git status"}},
		"a typo, repeated": {newScreen(80).prints(bash).keys("gti status\r").prints("gti: command not found\n" + bash).keys("git status\r").prints(bash), []string{"gti status", "git status"}},
		"history walked through": {newScreen(80).prints(bash).recalls(bash, "rm -rf build").recalls(bash, "make clean").recalls(bash, "make").keys("\r").prints("ok\n" + bash),
			[]string{"make"}},
		"an empty Enter":                     {newScreen(80).prints(bash).keys("\r").prints(bash).keys("date\r").prints("Tue\n" + bash), []string{"date"}},
		"wrapped":                            {newScreen(40).prints(bash).keys("kubectl rollout status deployment/checkout-api\r").prints("ok\n" + bash), []string{"kubectl rollout status deployment/checkout-api"}},
		"wrapped before a rim":               {newScreen(40).rimmed(2).prints(bash).keys("kubectl rollout status deployment/checkout-api\r").prints("ok\n" + bash), []string{"kubectl rollout status deployment/checkout-api"}},
		"wrapped at a blank":                 {newScreen(40).rimmed(2).prints(bash).keys("kubectl rollout st deployment/checkout-api\r").prints(strings.Repeat("-", 40) + "\n" + bash), []string{"kubectl rollout st deployment/checkout-api"}},
		"full to a rim, then output":         {newScreen(len(bash) + 5).rimmed(2).prints(bash).keys("ls -l\r").prints("total\n" + bash), []string{"ls -l"}},
		"exactly full":                       {newScreen(len(bash) + 5).prints(bash).keys("ls -l\r").prints("total\n" + bash), []string{"ls -l"}},
		"a printed prompt":                   {newScreen(80).prints(bash).keys("cat README\r").prints("Run this:\nroot@web:/# reboot\nroot@web:/# exit\n" + bash), []string{"cat README"}},
		"an answer":                          {newScreen(80).prints(bash).keys("./deploy.sh\r").prints("Continue? [y/N] ").keys("y\r").prints("done\n" + bash), []string{"./deploy.sh", "? y"}},
		"continued by backslash":             {newScreen(80).prints(bash).keys("helm upgrade app \\\r").prints("> ").keys("--set tag=v2\r").prints("ok\n" + bash), []string{"helm upgrade app \\\n--set tag=v2"}},
		"psql":                               {newScreen(80).prints("shop=> ").keys("select 1;\r").prints(" ?column?\n        1\nshop=> "), []string{"select 1;"}},
		"psql, continued":                    {newScreen(80).prints("shop=> ").keys("select\r").prints("shop-> ").keys("1;\r").prints("1\nshop=> "), []string{"select\n1;"}},
		"an arrow, a folder and a sign":      {newScreen(80).prints("➜ shop % ").keys("git push\r").prints("ok\n➜ shop % "), []string{"git push"}},
		"zsh":                                {newScreen(80).prints("~/app (main) % ").keys("git push\r").prints("ok\n~/app (main) % "), []string{"git push"}},
		"what was there before":              {newScreen(80).prints(bash + "reboot\nno\n" + bash).keys("uptime\r").prints("1 day\n" + bash), []string{"uptime"}},
		"a prompt of one's own":              {newScreen(80).prints("(box) app ⟩ ").keys("make\r").prints("ok\n(box) lib ⟩ ").keys("make test\r").prints("ok\n(box) lib ⟩ "), []string{"make", "make test"}},
		"one with two signs":                 {newScreen(80).prints("◆ ~/app |> ").keys("make\r").prints("ok\n◆ /srv |> ").keys("ls -l\r").prints("total 0\n◆ /srv |> "), []string{"make", "ls -l"}},
		"once is no habit":                   {newScreen(80).prints("so far ⟩ ").keys("make\r").prints("ok\nuser ").keys("x\r").prints("ok\n"), nil},
		"typed behind once, but seen before": {newScreen(80).prints("// ♥ git clone\nok\n// ♥ cd app\n// ♥ ").keys("make\r").prints("ok\n"), []string{"make"}},
		"a clock at the right":               {newScreen(40).clocked("09:41").prints("~ % ").keys("make\r").prints("ok\n~ % ").keys("make test\r").prints("ok\n~ % ").keys("\r").prints("~ % "), []string{"make", "make test"}},
		"a clock before the edge":            {newScreen(40).rimmed(1).clocked("09:41").prints("~ % ").keys("git push\r").prints("ok\n~ % "), []string{"git push"}},
		"a clock, and a paste": {newScreen(60).clocked("23:08:41").prints("zoe ~ > ").keys("ls ").prints("-la src/api | awk '{print $5}'\n").prints("ok\nzoe ~ > ").keys("make").prints(" test\n").prints("ok\nzoe ~ > "),
			[]string{"ls -la src/api | awk '{print $5}'", "make test"}},
		"a clock that gives way": {newScreen(40).clocked("09:41").prints("~ % ").keys("kubectl rollout status deployment/checkout-api\r").prints("ok\n~ % ").keys("ls\r").prints("~ % "), []string{"kubectl rollout status deployment/checkout-api", "ls"}},
		"masked":                 {masked(newScreen(200), secret).prints(bash).keys(long + "\r").prints(bash), []string{secret.Replace(long)}},
		"masked in a full row":   {masked(newScreen(len(bash)+len(long)-1), secret).prints(bash).keys(long + "\r").prints("ok\n" + bash), []string{secret.Replace(long)}},
	} {
		if got := c.s.ran(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func masked(s *screen, with *strings.Replacer) *screen {
	s.mask = with.Replace
	return s
}

// TestOutput: what a command printed is kept apart from it, and ends before the next prompt.
func TestOutput(t *testing.T) {
	s := newScreen(20).prints("$ ").keys("make\r").prints("0123456789-0123456789-0123456789\nok\n$ ").keys("ls\r").prints("$ ")
	s.show(time.Second)
	got := Commands(s.screens)
	if len(got) != 2 {
		t.Fatalf("%d commands", len(got))
	}
	if want := []string{"0123456789-0123456789-0123456789", "ok"}; !slices.Equal(got[0].Command.Output, want) {
		t.Errorf("%q, want %q", got[0].Command.Output, want)
	}
}

// TestWhere: the prompt tells who ran it, on which host, and where.
func TestWhere(t *testing.T) {
	s := newScreen(80).prints(bash).keys("sudo -i\r").prints("root@bastion:~# ").keys("id\r").prints("uid=0\nroot@bastion:~# ")
	s.show(time.Second)
	got := Commands(s.screens)
	if len(got) != 2 {
		t.Fatalf("%d commands", len(got))
	}
	if c := got[0].Command; c.User != "deploy" || c.Host != "bastion" || c.Dir != "~/app" {
		t.Errorf("%+v", c)
	}
	if c := got[1].Command; c.User != "root" || c.Host != "bastion" || c.Dir != "~" {
		t.Errorf("%+v", c)
	}
}

// TestMaskedRowsGoOn masks a secret in a line that goes on in the next row: the row is shorter then.
func TestMaskedRowsGoOn(t *testing.T) {
	line := "psql postgres://app:secret-42@db.internal/orders"
	screens := typed("a@b:~$ ", []string{line, "df -h"}, nil)
	for i := range screens {
		rows := screens[i].Terminals[0].Rows
		for j, r := range rows {
			if len(r.Text) == 40 {
				rows[j].Full = true
			}
			rows[j].Text = strings.Replace(r.Text, "secret-42", "<PW>", 1)
		}
	}
	got := Commands(screens)
	if len(got) != 2 || got[0].Command.Text != strings.Replace(line, "secret-42", "<PW>", 1) {
		t.Errorf("got %+v", got)
	}
}

// TestOutputIsNoPlace: an address that was printed above a bare prompt is no first row of it, and tells no folder.
func TestOutputIsNoPlace(t *testing.T) {
	s := newScreen(80).prints("$ ").keys("cat hook\r").prints("https://hooks.acme.internal/services\n$ ").keys("ls\r").prints("a\n$ ")
	s.show(time.Second)
	got := Commands(s.screens)
	if len(got) != 2 || got[1].Command.Dir != "" || got[1].Command.Host != "" {
		t.Errorf("%+v", got[len(got)-1].Command)
	}
}
