package s3

import (
	"fmt"
	"go/build"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// server is an S3 server of the test's own.
type server struct{ address, folder string }

// gateway starts versitygw over a folder of the test's own; it ends with the test.
func gateway(t *testing.T) server {
	t.Helper()
	if testing.Short() {
		t.Skip("starts an S3 server")
	}
	program, err := exec.LookPath("versitygw")
	if err != nil {
		program, err = exec.LookPath(filepath.Join(build.Default.GOPATH, "bin", "versitygw"))
	}
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("versitygw is not installed: run scripts/setup test")
		}
		t.Skip("versitygw is not installed: run scripts/setup test")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := server{l.Addr().String(), t.TempDir()}
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

// options names a new bucket.
func (s server) options(t *testing.T) Options {
	t.Helper()
	folder, err := os.MkdirTemp(s.folder, "bucket-")
	if err != nil {
		t.Fatal(err)
	}
	return Options{Endpoint: fmt.Sprintf("http://%s", s.address), Region: "us-east-1", Bucket: strings.ToLower(filepath.Base(folder)), Prefix: "team/a", AccessKey: "test", SecretKey: "testsecret", Part: leastPart}
}
