package main

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"syscall"
	"time"

	"showhow/bench/cast/story"
)

// serve starts the server that a case's client talks to, and gives what ends it and the variables by which it's found.
func serve(c story.Case, home string) (stop func(), env []string, err error) {
	nothing := func() {}
	switch c.Server {
	case "":
		return nothing, nil, nil
	case "redis":
		return start(exec.Command("redis-server", "--port", "17379", "--save", "", "--dir", home), nil)
	case "mysql":
		return mysql(home)
	case "postgres":
		return postgres(home)
	}
	return nothing, nil, fmt.Errorf("no server %q", c.Server)
}

func start(cmd *exec.Cmd, env []string) (func(), []string, error) {
	if err := cmd.Start(); err != nil {
		return nil, nil, err
	}
	time.Sleep(1500 * time.Millisecond)
	return func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		late := time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		late.Stop()
	}, env, nil
}

func mysql(home string) (func(), []string, error) {
	data := filepath.Join(home, ".mysql")
	if out, err := exec.Command("mariadb-install-db", "--no-defaults", "--datadir="+data, "--auth-root-authentication-method=normal").CombinedOutput(); err != nil {
		return nil, nil, fmt.Errorf("mariadb-install-db: %w: %.300s", err, out)
	}
	socket := filepath.Join(home, ".mysql.sock")
	me, err := user.Current()
	if err != nil {
		return nil, nil, err
	}
	cmd := exec.Command("mysqld", "--no-defaults", "--datadir="+data, "--socket="+socket, "--skip-networking", "--user="+me.Username)
	stop, _, err := start(cmd, nil)
	if err != nil {
		return nil, nil, err
	}
	for range 200 { // until it answers
		if exec.Command("mysqladmin", "--no-defaults", "-u", "root", "-S", socket, "ping").Run() == nil {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	// A client may have been told of another place in the machine's own settings; its user's have the last word.
	if err := os.WriteFile(filepath.Join(home, ".my.cnf"), []byte("[client]\nsocket="+socket+"\n"), 0o600); err != nil {
		stop()
		return nil, nil, err
	}
	return stop, nil, nil
}

func postgres(home string) (func(), []string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(found) == 0 {
		return nil, nil, fmt.Errorf("there is no PostgreSQL server")
	}
	bin, data := found[len(found)-1], filepath.Join(home, ".pg")
	as := func(name string, args ...string) *exec.Cmd {
		c := exec.Command(filepath.Join(bin, name), args...)
		if os.Geteuid() == 0 { // PostgreSQL refuses to run as root
			c = exec.Command("runuser", append([]string{"-u", "postgres", "--", filepath.Join(bin, name)}, args...)...)
		}
		c.Dir = "/"
		return c
	}
	if err := os.MkdirAll(data, 0o777); err != nil {
		return nil, nil, err
	}
	if err := os.Chmod(home, 0o755); err != nil {
		return nil, nil, err
	}
	if os.Geteuid() == 0 {
		if err := exec.Command("chown", "postgres", data).Run(); err != nil {
			return nil, nil, err
		}
	}
	if out, err := as("initdb", "-D", data, "-A", "trust", "-U", "postgres", "--locale=C.UTF-8").CombinedOutput(); err != nil {
		return nil, nil, fmt.Errorf("initdb: %w: %.300s", err, out)
	}
	if out, err := as("pg_ctl", "-D", data, "-o", "-p 17432 -k /tmp -c listen_addresses=127.0.0.1 -c fsync=off", "-l", filepath.Join(data, "log"), "-w", "start").CombinedOutput(); err != nil {
		return nil, nil, fmt.Errorf("pg_ctl: %w: %.300s", err, out)
	}
	_ = exec.Command("psql", "-h", "127.0.0.1", "-p", "17432", "-U", "postgres", "-q", "-c", "create database shop").Run()
	stop := func() { _ = as("pg_ctl", "-D", data, "-m", "immediate", "stop").Run() }
	return stop, []string{"PGHOST=127.0.0.1", "PGPORT=17432", "PGUSER=postgres", "PSQL_HISTORY=/dev/null"}, nil
}
