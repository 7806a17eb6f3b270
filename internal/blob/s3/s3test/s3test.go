// Package s3test starts an S3 server for tests.
package s3test

import (
	"go/build"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Gateway is an S3 server of the test's own.
type Gateway struct{ address, folder string }

// Start starts versitygw over a folder of the test's own; it ends with the test. With -short the test is skipped.
func Start(t testing.TB) Gateway {
	t.Helper()
	if testing.Short() {
		t.Skip("starts an S3 server")
	}
	program, err := exec.LookPath("versitygw")
	if err != nil {
		program, err = exec.LookPath(filepath.Join(build.Default.GOPATH, "bin", "versitygw"))
	}
	if err != nil {
		t.Fatal("versitygw is not installed: run scripts/setup test, or go test -short to leave it out")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := Gateway{l.Addr().String(), t.TempDir()}
	l.Close()
	cmd := exec.Command(program, "--port", s.address, "--access", "test", "--secret", "testsecret", "--region", "us-east-1", "--keep-alive", "--quiet", "posix", s.folder)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() { cmd.Process.Kill(); <-ended })
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
