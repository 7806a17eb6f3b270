package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"showhow/internal/tool/command"
)

// Server is a PostgreSQL server of a test's own.
type Server struct {
	port int
	made int
}

// Postgres starts a server that ends with the test. With -short the test is skipped.
func Postgres(t testing.TB) *Server {
	t.Helper()
	if testing.Short() {
		t.Skip("starts PostgreSQL")
	}
	bin := programs(t)
	dir, err := os.MkdirTemp("", "showhow-pg-") // t.TempDir's parents can't be entered by another user
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o777); err != nil { // the server runs as another user than root
		t.Fatal(err)
	}
	s := &Server{port: freePort(t)}
	data := filepath.Join(dir, "data")
	t.Cleanup(func() {
		_, _ = run(context.Background(), filepath.Join(bin, "pg_ctl"), dir, "-D", data, "-m", "immediate", "stop")
		_ = os.RemoveAll(dir)
	})
	for _, args := range [][]string{
		{"initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"},
		{"pg_ctl", "-D", data, "-w", "-l", filepath.Join(dir, "log"), "-o",
			fmt.Sprintf("-p %d -k %s -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200", s.port, dir), "start"},
	} {
		if out, err := run(t.Context(), filepath.Join(bin, args[0]), dir, args[1:]...); err != nil {
			t.Fatalf("%s: %v\n%s", args[0], err, out)
		}
	}
	return s
}

// Database makes an empty database and gives its address.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	s.made++
	name := fmt.Sprintf("showhow%d", s.made)
	db, err := sql.Open("pgx", s.address("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(context.Background(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	return s.address(name)
}

func (s *Server) address(name string) string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/%s?sslmode=disable", s.port, name)
}

// programs is the folder with PostgreSQL's programs, the newest version's.
func programs(t testing.TB) string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1])
	}
	p, ok := command.Path("initdb")
	if !ok {
		t.Fatal("PostgreSQL is not installed: run scripts/setup test, or go test -short to leave it out")
	}
	return filepath.Dir(p)
}

// run runs a program as a user that may run a server: PostgreSQL refuses root.
func run(ctx context.Context, program, dir string, args ...string) ([]byte, error) {
	c := command.Command{Program: program, Args: args, Dir: dir, Online: true}
	if os.Geteuid() == 0 {
		c.Program, c.Args = "runuser", append([]string{"-u", "postgres", "--", program}, args...)
	}
	out, _, err := command.Output(ctx, c)
	return out, err
}

func freePort(t testing.TB) int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
