package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
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
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"shorten": shorten, "serving": serving},
		Setup: func(e *testscript.Env) error {
			e.Setenv("SAMPLES", samples)
			e.Setenv("XDG_CACHE_HOME", filepath.Join(e.WorkDir, ".cache"))
			e.Setenv("XDG_CONFIG_HOME", filepath.Join(e.WorkDir, ".config"))
			e.Setenv("HOME", e.WorkDir)
			return nil
		},
	})
}

// serving is a script's command: it serves a workspace until the script ends, and sets $SERVER to its address.
func serving(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: serving")
	}
	var env []string
	for _, name := range []string{"PATH", "HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"} {
		env = append(env, name+"="+ts.Getenv(name))
	}
	program := ""
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		if _, err := os.Stat(filepath.Join(dir, "showhow")); err == nil {
			program = filepath.Join(dir, "showhow")
			break
		}
	}
	cmd := exec.Command(program, "serve", "--listen", "127.0.0.1:0", "--data", ts.MkAbs("data"))
	cmd.Env, cmd.Dir = env, ts.MkAbs(".")
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	ts.Defer(func() {
		cmd.Process.Signal(os.Interrupt)
		cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	ts.Check(err)
	ts.Setenv("SERVER", strings.TrimSuffix(strings.Fields(line)[3], "/"))
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
