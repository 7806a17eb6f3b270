package play

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// database is a PostgreSQL server of its own in a temporary folder.
type database struct {
	dir  string
	port int
	bin  string
}

// as puts the command under the user that may run a server: PostgreSQL refuses to run as root.
func as(ctx context.Context, name string, args ...string) *exec.Cmd {
	if os.Geteuid() == 0 {
		return exec.CommandContext(ctx, "runuser", append([]string{"-u", "postgres", "--", name}, args...)...)
	}
	return exec.CommandContext(ctx, name, args...)
}

// startDatabase starts a server with the users postgres, deploy and app, and a database that sql creates and fills.
func startDatabase(ctx context.Context, port int, sql string) (*database, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	bin := ""
	if len(found) > 0 {
		bin = filepath.Dir(found[len(found)-1])
	} else if p, err := exec.LookPath("initdb"); err == nil {
		bin = filepath.Dir(p)
	} else {
		return nil, fmt.Errorf("PostgreSQL's initdb is not there (scripts/setup bench installs it)")
	}
	dir, err := os.MkdirTemp("", "scene-pg-")
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o777); err != nil {
		return nil, err
	}
	d := &database{dir: dir, port: port, bin: bin}
	run := func(name string, args ...string) error {
		c := as(ctx, filepath.Join(bin, name), args...)
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w: %s", name, err, out)
		}
		return nil
	}
	data := filepath.Join(dir, "data")
	if err := run("initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"); err != nil {
		return nil, err
	}
	options := fmt.Sprintf("-p %d -k %s -c listen_addresses=127.0.0.1 -c fsync=off", port, dir)
	if err := run("pg_ctl", "-D", data, "-o", options, "-l", filepath.Join(dir, "log"), "-w", "start"); err != nil {
		return nil, err
	}
	script := filepath.Join(dir, "init.sql")
	if err := os.WriteFile(script, []byte(sql), 0o644); err != nil {
		return nil, err
	}
	time.Sleep(100 * time.Millisecond)
	if err := run("psql", "-h", "127.0.0.1", "-p", strconv.Itoa(port), "-U", "postgres", "-v", "ON_ERROR_STOP=1", "-q", "-f", script); err != nil {
		d.stop()
		return nil, err
	}
	return d, nil
}

// env lets clients find the server whatever host they name.
func (d *database) env() []string {
	return []string{"PGHOSTADDR=127.0.0.1", "PGPORT=" + strconv.Itoa(d.port), "PGHOST=127.0.0.1", "PGUSER=postgres", "PGSSLMODE=disable", "PGCONNECT_TIMEOUT=5"}
}

func (d *database) stop() {
	c := as(context.Background(), filepath.Join(d.bin, "pg_ctl"), "-D", filepath.Join(d.dir, "data"), "-m", "immediate", "stop")
	c.Dir = d.dir
	_ = c.Run()
	if strings.Contains(d.dir, "scene-pg-") {
		_ = os.RemoveAll(d.dir)
	}
}
