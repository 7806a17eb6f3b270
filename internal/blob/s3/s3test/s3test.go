// Package s3test starts an S3 server for tests.
package s3test

import (
	"context"
	"go/build"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"showhow/internal/tool/command"
)

// Gateway is an S3 server of the test's own.
type Gateway struct{ address, folder string }

// Start starts versitygw over a folder of the test's own; it ends with the test. With -short the test is skipped.
func Start(t testing.TB) Gateway {
	t.Helper()
	if testing.Short() {
		t.Skip("starts an S3 server")
	}
	program, ok := command.Path("versitygw")
	if !ok {
		program, ok = command.Path(filepath.Join(build.Default.GOPATH, "bin", "versitygw"))
	}
	if !ok {
		t.Fatal("versitygw is not installed: run scripts/setup test, or go test -short to leave it out")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := Gateway{l.Addr().String(), t.TempDir()}
	l.Close()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		_, err := command.Run(ctx, command.Command{Program: program, Dir: t.TempDir(), Online: true, Args: []string{
			"--port", s.address, "--access", "test", "--secret", "testsecret", "--region", "us-east-1", "--keep-alive", "--quiet", "posix", s.folder,
		}})
		ended <- err
	}()
	t.Cleanup(func() { stop(); <-ended })
	for {
		c, err := net.Dial("tcp", s.address)
		if err == nil {
			c.Close()
			return s
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("versitygw ended: %v", err)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Bucket is a new bucket and who may use it.
type Bucket struct{ Endpoint, Region, Name, Key, Secret string }

// Bucket makes a new bucket.
func (s Gateway) Bucket(t testing.TB) Bucket {
	t.Helper()
	folder, err := os.MkdirTemp(s.folder, "bucket-")
	if err != nil {
		t.Fatal(err)
	}
	return Bucket{"http://" + s.address, "us-east-1", strings.ToLower(filepath.Base(folder)), "test", "testsecret"}
}
