package pocketsphinx

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"showhow/internal/sop"
)

// echo stands in for the program: in each piece of its list it hears one word, and fails at one named "broken".
const echo = `#!/bin/sh
while [ $# -gt 0 ]; do
	case $1 in -ctl) list=$2 ;; -hypseg) seg=$2 ;; esac
	shift
done
while read -r piece; do
	[ "$piece" != broken ] || exit 3
	echo "$piece S 0 T -44 A -40 L -3 0 -29 0 <s> 23 -90 -37 ${piece#p-} 55 -36 -11 </s> 95"
done <"$list" >"$seg"
`

func stage(t *testing.T, names []string) (Tool, sop.Speech) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"echo": echo, words: "open OW P AH N\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	s := sop.Speech{Folder: t.TempDir()}
	for i, n := range names {
		s.Pieces = append(s.Pieces, sop.SpeechPiece{File: filepath.Join(dir, n+".wav"), Span: sop.Span{From: sop.Seconds(float64(i)), To: sop.Seconds(float64(i) + 1)}})
	}
	return Tool{Program: filepath.Join(dir, "echo"), Model: dir}, s
}

// Long sound is heard by several processes; what they heard stands in order, and each tells how far it is.
func TestHearLongSound(t *testing.T) {
	var names []string
	for i := range 2*together + 7 {
		names = append(names, fmt.Sprintf("p-w%d", i))
	}
	tool, s := stage(t, names)
	last, told := 0., 0
	s.Progress = func(done float64) {
		if done <= last {
			t.Errorf("%g after %g", done, last)
		}
		last, told = done, told+1
	}
	heard, err := tool.Hear(t.Context(), s)
	if err != nil || len(heard) != len(names) {
		t.Fatalf("%d words of %d pieces, %v", len(heard), len(names), err)
	}
	for i, w := range heard {
		if w.Text != strings.TrimPrefix(names[i], "p-") || w.Span.From < s.Pieces[i].Span.From || w.Span.From >= s.Pieces[i].Span.To {
			t.Errorf("piece %d: %+v", i, w)
		}
	}
	if last != 1 || told != 6 {
		t.Errorf("told %d times, at last %g", told, last)
	}
}

func TestHearFails(t *testing.T) {
	tool, s := stage(t, []string{"p-a", "broken"})
	if _, err := tool.Hear(t.Context(), s); sop.CodeOf(err) != sop.Failed {
		t.Errorf("%v", err)
	}
	left, err := os.ReadDir(s.Folder)
	if err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}
