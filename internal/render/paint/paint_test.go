package paint

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// signs are how a kind is written below a command.
var signs = map[Kind]byte{Plain: ' ', Name: 'n', Flag: 'f', Text: 't', Value: 'v', Operator: 'o', Remark: 'r'}

func TestLetters(t *testing.T) {
	for _, c := range []struct{ name, shell, command, want string }{
		{"a program with flags", "shell",
			"kubectl get pods -n payments --watch=true",
			"nnnnnnn          ff          fffffff     "},
		{"a pipe", "shell",
			"ps aux | grep 'my app' && echo $HOME",
			"nn     o nnnn tttttttt oo nnnn vvvvv"},
		{"behind sudo", "shell",
			"sudo systemctl restart nginx",
			"nnnn nnnnnnnnn              "},
		{"a parameter's name is a word", "shell",
			"helm upgrade api --version <VERSION>",
			"nnnn             fffffffff          "},
		{"output to a file, and a remark", "shell",
			"echo hi > out.txt # keep it",
			"nnnn    o         rrrrrrrrr"},
		{"a value set before", "shell",
			"ENV=prod ./deploy.sh; ls",
			"vvv      nnnnnnnnnnno nn"},
		{"letters of several bytes", "shell",
			"echo 'größe' -n",
			"nnnn ttttttt ff"},
		{"what doesn't parse is plain from there", "shell",
			"echo 'open",
			"          "},
		{"SQL", "psql",
			"SELECT name FROM users WHERE id = 'a' -- all",
			"nnnnnn      nnnn       nnnnn      ttt rrrrrr"},
		{"an answer is a word", "input", "select", "      "},
		{"nothing", "shell", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got strings.Builder
			for _, k := range Letters(c.command, c.shell) {
				got.WriteByte(signs[k])
			}
			if got.String() != c.want {
				t.Errorf("\n%s\n%s\nwant\n%s", c.command, got.String(), c.want)
			}
		})
	}
}

func FuzzLetters(f *testing.F) {
	for _, s := range []string{"ls -l", "echo \"$(cat <<EOF\nx\nEOF\n)\"", "if true; then x; fi", "a\xff'", "<A> $((1+2))"} {
		f.Add(s, "shell")
		f.Add(s, "psql")
	}
	f.Fuzz(func(t *testing.T, command, shell string) {
		if got, want := len(Letters(command, shell)), utf8.RuneCountInString(command); got != want {
			t.Errorf("%d kinds for %d letters", got, want)
		}
	})
}
