package main

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"showhow": main, "halting": halting})
}

// TestScripts runs the program from outside, as a user does. The samples lie at $SAMPLES.
func TestScripts(t *testing.T) {
	samples, err := filepath.Abs("../../testdata/recording")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "../../testdata/script",
		Condition: func(cond string) (bool, error) {
			return cond == "long" && !testing.Short(), nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"shorten": shorten},
		Setup: func(e *testscript.Env) error {
			e.Setenv("SAMPLES", samples)
			e.Setenv("XDG_CACHE_HOME", filepath.Join(e.WorkDir, ".cache"))
			e.Setenv("XDG_CONFIG_HOME", filepath.Join(e.WorkDir, ".config"))
			e.Setenv("HOME", e.WorkDir)
			return nil
		},
	})
}

// shorten is a script's command: shorten FILE BYTES takes so many bytes off a file's end.
func shorten(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: shorten file bytes")
	}
	path := ts.MkAbs(args[0])
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	st, err := os.Stat(path)
	ts.Check(err)
	ts.Check(os.Truncate(path, st.Size()-n))
}
