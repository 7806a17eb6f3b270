package tus

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"showhow/internal/blob/dir"
	"showhow/internal/blob/s3"
	"showhow/internal/blob/s3/s3test"
	"showhow/internal/sop"
)

// server process: the test's own program, told by this variable what to serve.
const serverVariable = "SHOWHOW_TEST_TUS"

// process is what a server process serves.
type process struct {
	Address, Ledger, Handed string // Handed is a file that gets a line for each call of Done
	Folder                  string // of a dir, or else
	S3                      s3.Options
}

func TestMain(m *testing.M) {
	if told := os.Getenv(serverVariable); told != "" {
		var p process
		if err := json.Unmarshal([]byte(told), &p); err != nil {
			panic(err)
		}
		panic(p.run())
	}
	os.Exit(m.Run())
}

func (p process) open(ctx context.Context) (place, error) {
	if p.Folder != "" {
		return dir.Open(p.Folder)
	}
	return s3.Open(ctx, p.S3)
}

func (p process) run() error {
	places, err := p.open(context.Background())
	if err != nil {
		return err
	}
	l, err := openLedger(p.Ledger)
	if err != nil {
		return err
	}
	h := New(Options{
		Base: "/uploads/", Blobs: places, Ledger: l, Leases: l, Limits: Limits{Lease: 2 * time.Second},
		Owner: func(r *http.Request) string { return "ann" },
		Key:   func(u sop.Upload) string { return "recording/" + u.ID },
		Done: func(_ context.Context, u sop.Upload) error {
			f, err := os.OpenFile(p.Handed, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
			if err != nil {
				return err
			}
			defer f.Close()
			_, err = fmt.Fprintln(f, u.ID)
			return err
		},
	})
	return http.ListenAndServe(p.Address, h)
}

// start runs the server process until kill is called.
func (p process) start(t *testing.T) (kill func()) {
	t.Helper()
	told, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), serverVariable+"="+string(told))
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	dead := false
	kill = func() {
		if !dead {
			dead = true
			cmd.Process.Kill()
			cmd.Wait()
		}
	}
	t.Cleanup(kill)
	for {
		c, err := net.Dial("tcp", p.Address)
		if err == nil {
			c.Close()
			return kill
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// TestKilledServer kills the server with -9 in the midst of a PATCH, twice, and goes on from where the next one says.
func TestKilledServer(t *testing.T) {
	if testing.Short() {
		t.Skip("kills servers")
	}
	for _, kind := range []string{"dir", "s3"} {
		t.Run(kind, func(t *testing.T) {
			folder := t.TempDir()
			p := process{Address: freePort(t), Ledger: filepath.Join(folder, "ledger"), Handed: filepath.Join(folder, "handed")}
			if kind == "dir" {
				p.Folder = filepath.Join(folder, "kept")
			} else {
				p.S3 = options(t, s3test.Start(t))
			}
			const size = 40<<20 + 3
			all, err := io.ReadAll(io.LimitReader(rand.NewChaCha8([32]byte{1}), size))
			if err != nil {
				t.Fatal(err)
			}
			kill := p.start(t)
			u := "http://" + p.Address + request(t, "POST", "http://"+p.Address+"/uploads/", headers{"Upload-Length": strconv.Itoa(size)}, nil).Header.Get("Location")
			at := 0
			for range 2 {
				to := at + 13<<20
				r, w := io.Pipe()
				go bufio.NewWriterSize(w, 1<<20).ReadFrom(bytes.NewReader(all[at:to])) // and then silence
				go send(t.Context(), u, at, r)
				for offset(t, u) < at+10<<20 {
					time.Sleep(10 * time.Millisecond)
				}
				kill()
				r.Close()
				kill = p.start(t)
				now := offset(t, u)
				if now < at+10<<20 || now > to {
					t.Fatalf("of %d bytes that were sent from %d on, %d are there after the kill", to-at, at, now)
				}
				at = now
			}
			if err := send(t.Context(), u, at, bytes.NewReader(all[at:])); err != nil {
				t.Fatal(err)
			}
			p.holds(t, filepath.Base(u), sha256.Sum256(all))
		})
	}
}

// holds compares the object of an upload, and says that it was handed over once.
func (p process) holds(t *testing.T, id string, want [32]byte) {
	t.Helper()
	places, err := p.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	o, err := places.Open(t.Context(), "recording/"+id)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	h := sha256.New()
	if _, err := io.Copy(h, o); err != nil || [32]byte(h.Sum(nil)) != want {
		t.Errorf("the object's %d bytes are others, %v", o.Size, err)
	}
	if handed, err := os.ReadFile(p.Handed); err != nil || string(handed) != id+"\n" {
		t.Errorf("handed over: %q, %v", handed, err)
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func request(t *testing.T, method, url string, h headers, body io.Reader) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range usual.and(h) {
		r.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode >= 300 {
		t.Fatalf("%s %s: %s", method, url, resp.Status)
	}
	return resp
}

func offset(t *testing.T, url string) int {
	t.Helper()
	n, err := strconv.Atoi(request(t, "HEAD", url, nil, nil).Header.Get("Upload-Offset"))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// send adds bytes to an upload.
func send(ctx context.Context, url string, at int, body io.Reader) error {
	r, err := http.NewRequestWithContext(ctx, "PATCH", url, body)
	if err != nil {
		return err
	}
	for name, value := range bytesAt(int64(at)) {
		r.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	resp.Body.Close()
	if resp.StatusCode != 204 {
		return fmt.Errorf("PATCH: %s", resp.Status)
	}
	return nil
}
